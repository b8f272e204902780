package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.evaluation.EvaluationCriteria.Bound;
import io.imprimatur.evaluation.EvaluationCriteria.ChampionBound;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final EvaluationCriteria CRITERIA = new EvaluationCriteria(
            Digest.of(new byte[0]),
            "Class",
            "Bad",
            List.of(new Bound("rocAuc", 0.7, null), new Bound("brier", null, 0.2)),
            List.of(new ChampionBound("brier", 0.02), new ChampionBound("rocAuc", 0.05)),
            List.of());

    @Test
    void a_version_within_its_bounds_and_near_the_champion_passes() {
        assertThat(judge(report(0.75, 0.18), report(0.78, 0.17)).passed()).isTrue();
    }

    @Test
    void each_broken_bound_is_told_with_both_figures() {
        Verdict verdict = judge(report(0.68, 0.21), null);

        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.FAIL);
        assertThat(verdict.reasons())
                .containsExactly(
                        "rocAuc 0.6800 is below the plan's 0.7000.", "brier 0.2100 is above the plan's 0.2000.");
    }

    @Test
    void of_an_error_more_is_worse_and_of_a_quality_less_is() {
        assertThat(judge(report(0.75, 0.18), report(0.78, 0.15)).reasons())
                .singleElement()
                .asString()
                .startsWith("brier is 0.1800, the champion's is 0.1500");
        assertThat(judge(report(0.72, 0.18), report(0.78, 0.18)).reasons())
                .singleElement()
                .asString()
                .startsWith("rocAuc is 0.7200");
    }

    @Test
    void a_metric_that_is_not_defined_does_not_pass() {
        assertThat(judge(report(Double.NaN, 0.1), null).passed()).isFalse();
        assertThat(judge(report(0.9, 0.1), report(0.9, Double.NaN)).passed()).isFalse();
    }

    @Test
    void a_metric_nobody_computes_is_a_fault_of_the_plan() {
        assertThatThrownBy(() -> Judgement.of(CRITERIA, new Report(Map.of("brier", 0.1), CanonicalJson.object()), null))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("METRIC_UNKNOWN"));
    }

    private static Verdict judge(Report challenger, Report champion) {
        return Judgement.of(CRITERIA, challenger, champion);
    }

    private static Report report(double rocAuc, double brier) {
        return new Report(Map.of("rocAuc", rocAuc, "brier", brier), CanonicalJson.object());
    }
}
