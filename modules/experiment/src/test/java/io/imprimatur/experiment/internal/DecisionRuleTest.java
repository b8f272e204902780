package io.imprimatur.experiment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.experiment.ExperimentAnalysis;
import io.imprimatur.experiment.ExperimentAnalysis.Decision;
import io.imprimatur.experiment.ExperimentPlan;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.ScoredPrediction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionRuleTest {

    private static final ExperimentPlan PLAN =
            new ExperimentPlan(ReleaseId.random(), "brier", 0.05, 0.05, 40, List.of("Good", "Bad"), "Bad");

    @Test
    void a_challenger_as_good_as_the_champion_is_not_inferior() {
        assertThat(decide(predictions(40, 0.2f), predictions(40, 0.2f)).decision())
                .isEqualTo(Decision.NON_INFERIOR);
    }

    @Test
    void a_challenger_worse_by_more_than_the_margin_is_inferior() {
        ExperimentAnalysis analysis = decide(predictions(40, 0.9f), predictions(40, 0.1f));

        assertThat(analysis.decision()).isEqualTo(Decision.INFERIOR);
        assertThat(analysis.lower()).isGreaterThan(PLAN.margin());
    }

    @Test
    void too_small_a_sample_decides_nothing_however_clear_it_looks() {
        assertThat(decide(predictions(39, 0.1f), predictions(40, 0.1f)).decision())
                .isEqualTo(Decision.UNDECIDED);
        assertThat(decide(List.of(), List.of()).decision()).isEqualTo(Decision.UNDECIDED);
    }

    @Test
    void the_score_is_the_squared_error_of_the_positive_labels_probability() {
        double[] scores = DecisionRule.brier(
                PLAN,
                List.of(
                        new ScoredPrediction(new float[] {0.75f, 0.25f}, "Bad"),
                        new ScoredPrediction(new float[] {0.75f, 0.25f}, "Good")));

        assertThat(scores[0]).isCloseTo(0.5625, within(1e-9));
        assertThat(scores[1]).isCloseTo(0.0625, within(1e-9));
    }

    @Test
    void a_plan_that_could_not_decide_is_refused() {
        assertThatThrownBy(() ->
                        new ExperimentPlan(ReleaseId.random(), "brier", 0.05, 0.5, 40, List.of("Good", "Bad"), "Bad"))
                .isInstanceOf(DomainException.class);
        assertThatThrownBy(() ->
                        new ExperimentPlan(ReleaseId.random(), "brier", 0.05, 0.05, 40, List.of("Good", "Bad"), "Ugly"))
                .isInstanceOf(DomainException.class);
    }

    private static ExperimentAnalysis decide(List<ScoredPrediction> challenger, List<ScoredPrediction> champion) {
        return DecisionRule.decide(PLAN, challenger, champion);
    }

    /** Half of them come true, a little spread around the given probability of Bad on those that do not. */
    private static List<ScoredPrediction> predictions(int count, float error) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    boolean bad = i % 2 == 0;
                    float miss = error + (i % 5) * 0.001f;
                    float probability = bad ? 1 - miss : miss;
                    return new ScoredPrediction(new float[] {1 - probability, probability}, bad ? "Bad" : "Good");
                })
                .toList();
    }
}
