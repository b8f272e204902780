package io.imprimatur.release.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.Change;
import org.junit.jupiter.api.Test;

class EvidenceDiffTest {

    @Test
    void a_number_written_otherwise_is_no_change() {
        assertThat(EvidenceDiff.between(
                        "PRIVACY",
                        CanonicalJson.parse("{\"columns\": 6, \"none\": 0, \"rate\": 0.5}"),
                        CanonicalJson.parse("{\"columns\": 6.0, \"none\": 0.0, \"rate\": 5e-1}")))
                .isEmpty();
    }

    @Test
    void another_number_is_told_with_both() {
        assertThat(EvidenceDiff.between(
                        "PRIVACY", CanonicalJson.parse("{\"columns\": 6.0}"), CanonicalJson.parse("{\"columns\": 10}")))
                .containsExactly(new Change("PRIVACY/columns", "6", "10"));
    }
}
