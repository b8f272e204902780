package io.imprimatur.monitoring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTextTest {

    @Test
    void numbers_of_any_datatype_and_truth_values_are_scores() {
        assertThat(OutputText.scores("[0.75,1.5E-5,-3,18446744073709551615]"))
                .hasValueSatisfying(scores -> assertThat(scores).containsExactly(0.75f, 1.5e-5f, -3, 1.8446744e19f));
        assertThat(OutputText.scores("[true,false]"))
                .hasValueSatisfying(scores -> assertThat(scores).containsExactly(1, 0));
        assertThat(OutputText.scores("[]"))
                .hasValueSatisfying(scores -> assertThat(scores).isEmpty());
    }

    @Test
    void texts_score_nothing() {
        assertThat(OutputText.scores("[\"spam\"]")).isEmpty();
        assertThat(OutputText.scores("[1,\"\\u0000\"]")).isEmpty();
    }
}
