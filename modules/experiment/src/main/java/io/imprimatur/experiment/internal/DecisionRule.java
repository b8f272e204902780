package io.imprimatur.experiment.internal;

import io.imprimatur.experiment.ExperimentAnalysis;
import io.imprimatur.experiment.ExperimentAnalysis.Decision;
import io.imprimatur.experiment.ExperimentPlan;
import io.imprimatur.monitoring.ScoredPrediction;
import java.util.List;

/** Decides by the plan: non-inferior if even the upper bound of the difference stays below the margin. */
public final class DecisionRule {

    private DecisionRule() {}

    public static ExperimentAnalysis decide(
            ExperimentPlan plan, List<ScoredPrediction> challenger, List<ScoredPrediction> champion) {
        double[] challengerScores = brier(plan, challenger);
        double[] championScores = brier(plan, champion);
        if (challengerScores.length < 2 || championScores.length < 2) {
            return analysis(plan, Decision.UNDECIDED, challengerScores, championScores, new WelchInterval(0, -1, 1, 0));
        }
        WelchInterval interval = WelchInterval.of(challengerScores, championScores, plan.alpha());
        Decision decision = challengerScores.length < plan.samplePerArm() || championScores.length < plan.samplePerArm()
                ? Decision.UNDECIDED
                : interval.upper() < plan.margin()
                        ? Decision.NON_INFERIOR
                        : interval.lower() > plan.margin() ? Decision.INFERIOR : Decision.UNDECIDED;
        return analysis(plan, decision, challengerScores, championScores, interval);
    }

    private static ExperimentAnalysis analysis(
            ExperimentPlan plan, Decision decision, double[] challenger, double[] champion, WelchInterval interval) {
        return new ExperimentAnalysis(
                decision,
                interval.difference(),
                interval.lower(),
                interval.upper(),
                plan.margin(),
                challenger.length == 0 ? 0 : WelchInterval.mean(challenger),
                champion.length == 0 ? 0 : WelchInterval.mean(champion),
                challenger.length,
                champion.length,
                interval.degreesOfFreedom());
    }

    /**
     * The Brier score of each prediction: (p − y)², with p the probability of the positive label and y whether it came
     * true. G. W. Brier, Monthly Weather Review 78 (1950), 1-3.
     */
    static double[] brier(ExperimentPlan plan, List<ScoredPrediction> predictions) {
        int position = plan.labels().indexOf(plan.positive());
        return predictions.stream()
                .mapToDouble(prediction -> {
                    double truth = prediction.outcome().equals(plan.positive()) ? 1 : 0;
                    double error = prediction.output()[position] - truth;
                    return error * error;
                })
                .toArray();
    }
}
