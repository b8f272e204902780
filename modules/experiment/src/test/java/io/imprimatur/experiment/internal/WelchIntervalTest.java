package io.imprimatur.experiment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WelchIntervalTest {

    @Test
    void it_agrees_with_a_computation_by_hand() {
        // Means 3 and 5, variances 1 and 4, n = 3 and 3: error² = 1/3 + 4/3, degrees = (5/3)² / ((1/9 + 16/9) / 2).
        WelchInterval interval = WelchInterval.of(new double[] {2, 3, 4}, new double[] {3, 5, 7}, 0.05);

        assertThat(interval.difference()).isEqualTo(-2);
        assertThat(interval.degreesOfFreedom()).isCloseTo(2.941176, within(1e-6));
        // t(0.95; 2.941176) = 2.372676, by Simpson integration of the density.
        assertThat(interval.upper()).isCloseTo(-2 + 2.372676 * Math.sqrt(5 / 3.0), within(1e-5));
        assertThat(interval.lower() + interval.upper()).isCloseTo(-4, within(1e-12));
    }

    @Test
    void arms_without_any_spread_leave_no_doubt() {
        WelchInterval interval = WelchInterval.of(new double[] {1, 1}, new double[] {0.5, 0.5}, 0.05);

        assertThat(interval.lower()).isEqualTo(0.5);
        assertThat(interval.upper()).isEqualTo(0.5);
    }

    @Test
    void a_challenger_exactly_at_the_margin_passes_no_more_often_than_alpha() {
        SplittableRandom random = new SplittableRandom(20_260_101);
        double margin = 0.05;
        int trials = 4_000;
        int passed = 0;
        for (int trial = 0; trial < trials; trial++) {
            double[] challenger =
                    random.doubles(150).map(value -> 0.4 * value + margin).toArray();
            double[] champion = random.doubles(150).map(value -> 0.4 * value).toArray();
            if (WelchInterval.of(challenger, champion, 0.05).upper() < margin) {
                passed++;
            }
        }
        // Three standard errors of a binomial share around 5 %.
        assertThat(passed / (double) trials).isCloseTo(0.05, within(3 * Math.sqrt(0.05 * 0.95 / trials)));
    }
}
