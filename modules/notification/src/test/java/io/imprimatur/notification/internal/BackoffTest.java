package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(10), 10);

    @Test
    void each_pause_is_four_times_the_one_before_until_half_a_day() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(backoff::pause))
                .containsExactly(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(160),
                        Duration.ofSeconds(640),
                        Duration.ofSeconds(2_560),
                        Duration.ofSeconds(10_240),
                        Duration.ofSeconds(40_960),
                        Duration.ofHours(12),
                        Duration.ofHours(12));
    }

    @Test
    void the_default_attempts_outlast_a_night_and_a_day() {
        Duration whole = IntStream.range(1, 10).mapToObj(backoff::pause).reduce(Duration.ZERO, Duration::plus);

        assertThat(whole).isBetween(Duration.ofHours(38), Duration.ofHours(40));
    }

    @Test
    void attempts_are_bounded_and_pauses_never_overflow() {
        assertThat(backoff.isExhausted(9)).isFalse();
        assertThat(backoff.isExhausted(10)).isTrue();
        assertThat(backoff.pause(1_000_000)).isEqualTo(Duration.ofHours(12));
    }
}
