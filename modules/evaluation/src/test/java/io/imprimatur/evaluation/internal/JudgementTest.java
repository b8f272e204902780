package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.evaluation.EvaluationCriteria.Bound;
import io.imprimatur.evaluation.EvaluationCriteria.Margin;
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
            List.of(new Margin("brier", 0.02), new Margin("rocAuc", 0.05)),
            List.of(),
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
        assertThatThrownBy(() ->
                        Judgement.of(CRITERIA, new Report(Map.of("brier", 0.1), CanonicalJson.object()), null, null))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("METRIC_UNKNOWN"));
    }

    @Test
    void a_version_is_held_to_the_one_it_was_made_from() {
        EvaluationCriteria close = againstParent(List.of(new Margin(Kinship.AGREEMENT, 0.05)));
        Report parent = report(0.75, 0.18).with(Kinship.AGREEMENT, 1);

        assertThat(Judgement.of(close, report(0.75, 0.18).with(Kinship.AGREEMENT, 0.96), null, parent)
                        .passed())
                .isTrue();
        assertThat(Judgement.of(close, report(0.75, 0.18).with(Kinship.AGREEMENT, 0.94), null, parent)
                        .reasons())
                .containsExactly("agreement is 0.9400, the parent's is 1.0000: worse by more than the plan's 0.0500.");
    }

    @Test
    void a_parent_without_a_margin_does_not_pass_and_nor_does_a_margin_without_a_parent() {
        Report parent = report(0.75, 0.18);

        assertThat(Judgement.of(againstParent(List.of()), parent, null, parent).reasons())
                .containsExactly("The version was made from another one, and the plan sets no margin against it:"
                        + " againstParent.");
        assertThat(Judgement.of(againstParent(List.of(new Margin("brier", 0.1))), parent, null, null)
                        .reasons())
                .containsExactly("The plan sets a margin against a parent, and the version names none.");
    }

    private static EvaluationCriteria againstParent(List<Margin> margins) {
        return new EvaluationCriteria(Digest.of(new byte[0]), "Class", "Bad", List.of(), List.of(), margins, List.of());
    }

    private static Verdict judge(Report challenger, Report champion) {
        return Judgement.of(CRITERIA, challenger, champion, null);
    }

    private static Report report(double rocAuc, double brier) {
        return new Report(Map.of("rocAuc", rocAuc, "brier", brier), CanonicalJson.object());
    }
}
