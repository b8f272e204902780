package io.imprimatur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PredictionIdTest {

    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void an_id_tells_the_millisecond_that_it_was_asked_for_in() {
        PredictionId id = PredictionId.at(THEN);

        assertThat(id.askedAt()).contains(Instant.parse("2026-03-01T12:00:00.123Z"));
        assertThat(PredictionId.of(id.toString())).isEqualTo(id);
        assertThat(id.value().variant()).isEqualTo(2);
    }

    @Test
    void ids_of_the_same_moment_differ_and_later_ones_come_later() {
        PredictionId id = PredictionId.at(THEN);

        assertThat(PredictionId.at(THEN)).isNotEqualTo(id);
        assertThat(PredictionId.at(THEN.plusMillis(1)).toString()).isGreaterThan(id.toString());
    }

    @Test
    void an_id_of_before_ids_told_it_tells_nothing() {
        assertThat(new PredictionId(UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6")).askedAt())
                .isEmpty();
    }
}
