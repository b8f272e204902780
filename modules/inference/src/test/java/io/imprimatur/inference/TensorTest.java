package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.imprimatur.kernel.DomainException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void the_elements_are_the_product_of_the_axes() {
        assertThat(Tensor.elements(new long[] {3, 4, 5})).isEqualTo(60);
        assertThat(Tensor.elements(new long[] {3, 0})).isZero();
        assertThat(Tensor.elements(new long[0])).isEqualTo(1);
    }

    @Test
    void a_product_that_overflows_is_refused_and_not_wrapped_round() {
        // 2^32 · 2^32 is 0 in 64 bits: it would fit an empty array.
        assertRefused(() -> Tensor.fp32("x", new long[] {1L << 32, 1L << 32}, new float[0]));
        assertRefused(() -> Tensor.elements(new long[] {Long.MAX_VALUE, 2}));
    }

    @Test
    void a_negative_axis_is_refused_even_beside_another_one() {
        assertRefused(() -> Tensor.fp32("x", new long[] {-2, -2}, new float[4]));
    }

    @Test
    void the_values_fill_the_shape_exactly() {
        assertRefused(() -> Tensor.fp32("x", new long[] {2, 2}, new float[3]));
        assertRefused(() -> Tensor.fp32("x", new long[] {2, 2}, new float[5]));
        assertThat(Tensor.fp32("x", new long[] {2, 2}, new float[4]).rows()).isEqualTo(2);
    }

    private static void assertRefused(ThrowingCallable act) {
        assertThatThrownBy(act)
                .asInstanceOf(type(DomainException.class))
                .returns("TENSOR_SHAPE", DomainException::code);
    }
}
