package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void they_agree_with_a_computation_by_hand() {
        // Called at 0.5: first (right) and third (wrong); missed: the fourth.
        Map<String, Double> metrics = Metrics.of(List.of(0.9f, 0.2f, 0.6f, 0.4f), List.of(true, false, false, true));

        assertThat(metrics.get("accuracy")).isEqualTo(0.5);
        assertThat(metrics.get("precision")).isEqualTo(0.5);
        assertThat(metrics.get("recall")).isEqualTo(0.5);
        assertThat(metrics.get("f1")).isEqualTo(0.5);
        assertThat(metrics.get("selected")).isEqualTo(0.5);
        // 0.1² + 0.2² + 0.6² + 0.6² = 0.77
        assertThat(metrics.get("brier")).isCloseTo(0.77 / 4, within(1e-7));
        assertThat(metrics.get("logLoss"))
                .isCloseTo(-(Math.log(0.9) + Math.log(0.8) + Math.log(0.4) + Math.log(0.4)) / 4, within(1e-6));
        // Of the pairs (positive, negative) three are in order: 0.9 above both, 0.4 above 0.2.
        assertThat(metrics.get("rocAuc")).isEqualTo(0.75);
    }

    @Test
    void ties_count_half() {
        assertThat(Metrics.rocAuc(List.of(0.5f, 0.5f, 0.5f, 0.5f), List.of(true, false, true, false)))
                .isEqualTo(0.5);
    }

    @Test
    void a_metric_without_its_class_is_not_defined_rather_than_perfect() {
        Map<String, Double> onlyNegatives = Metrics.of(List.of(0.1f, 0.2f), List.of(false, false));

        assertThat(onlyNegatives.get("rocAuc")).isNaN();
        assertThat(onlyNegatives.get("recall")).isNaN();
        assertThat(onlyNegatives.get("accuracy")).isEqualTo(1);
    }

    @Test
    void a_certain_error_costs_much_but_not_everything() {
        assertThat(Metrics.of(List.of(0f), List.of(true)).get("logLoss"))
                .isFinite()
                .isGreaterThan(10);
    }
}
