package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {

    private static final int ALL = 1 << 16;

    @Test
    void every_number_of_16_bits_survives_the_way_there_and_back() {
        for (int bits = 0; bits < ALL; bits++) {
            float fp16 = HalfPrecision.fp16((short) bits);
            float bf16 = HalfPrecision.bf16((short) bits);
            if (Float.isNaN(fp16)) {
                assertThat(HalfPrecision.fp16(HalfPrecision.fp16(fp16))).isNaN();
            } else {
                assertThat(HalfPrecision.fp16(fp16)).isEqualTo((short) bits);
            }
            if (Float.isNaN(bf16)) {
                assertThat(HalfPrecision.bf16(HalfPrecision.bf16(bf16))).isNaN();
            } else {
                assertThat(HalfPrecision.bf16(bf16)).isEqualTo((short) bits);
            }
        }
    }

    /** Values of IEEE 754-2019, table 3.5, and of Python's struct.pack('e'). */
    @ParameterizedTest
    @CsvSource({
        "0, 0x0000",
        "-0, 0x8000",
        "1, 0x3c00",
        "-2, 0xc000",
        "65504, 0x7bff",
        "65519.996, 0x7bff",
        "65520, 0x7c00",
        "1e30, 0x7c00",
        "-1e30, 0xfc00",
        "6.103515625e-05, 0x0400",
        "6.097555e-05, 0x03ff",
        "5.9604645e-08, 0x0001",
        "2.9802322e-08, 0x0000",
        "2.9802326e-08, 0x0001",
        "8.940697e-08, 0x0002",
        "0.333333333, 0x3555",
        "1.00048828125, 0x3c00",
        "1.00146484375, 0x3c02",
        "Infinity, 0x7c00"
    })
    void numbers_round_to_the_nearest_of_16_bits(float value, String bits) {
        assertThat(HalfPrecision.fp16(value) & 0xffff).isEqualTo(Integer.decode(bits));
    }

    @Test
    void halfway_between_two_neighbours_the_even_one_is_taken() {
        assertTiesToEven(HalfPrecision::fp16, HalfPrecision::fp16, 0x7bff);
        assertTiesToEven(HalfPrecision::bf16, HalfPrecision::bf16, 0x7f7f);
    }

    private static void assertTiesToEven(Function<Short, Float> wide, Function<Float, Short> near, int largest) {
        for (int bits = 0; bits < largest; bits++) {
            double lower = wide.apply((short) bits);
            double upper = wide.apply((short) (bits + 1));
            float middle = (float) ((lower + upper) / 2);
            int even = bits % 2 == 0 ? bits : bits + 1;
            if (middle == (lower + upper) / 2) {
                assertThat(near.apply(middle)).isEqualTo((short) even);
                assertThat(near.apply(Math.nextDown(middle))).isEqualTo((short) bits);
                assertThat(near.apply(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            }
        }
    }
}
