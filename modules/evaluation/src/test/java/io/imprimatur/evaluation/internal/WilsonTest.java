package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonTest {

    @Test
    void it_agrees_with_the_published_example() {
        // R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3: 81 of 263, 15 of 148, 0 of 20.
        assertInterval(Wilson.of(81, 263).orElseThrow(), 0.2553, 0.3662);
        assertInterval(Wilson.of(15, 148).orElseThrow(), 0.0624, 0.1605);
        assertInterval(Wilson.of(0, 20).orElseThrow(), 0.0000, 0.1611);
        assertInterval(Wilson.of(1, 29).orElseThrow(), 0.0061, 0.1718);
    }

    @Test
    void it_never_leaves_what_a_share_can_be() {
        assertThat(Wilson.of(0, 1).orElseThrow().lower()).isZero();
        assertThat(Wilson.of(3, 3).orElseThrow().upper()).isEqualTo(1);
    }

    @Test
    void of_nobody_nothing_is_known() {
        assertThat(Wilson.of(0, 0)).isEmpty();
    }

    private static void assertInterval(Wilson interval, double lower, double upper) {
        assertThat(interval.lower()).isCloseTo(lower, within(5e-5));
        assertThat(interval.upper()).isCloseTo(upper, within(5e-5));
    }
}
