package io.imprimatur.experiment.internal;

import io.imprimatur.experiment.ExperimentAnalysis;
import io.imprimatur.experiment.ExperimentAnalysis.Decision;
import io.imprimatur.experiment.ExperimentPlan;
import io.imprimatur.monitoring.ScoredPrediction;
import java.util.List;

/** Decides by the plan: non-inferior if even the upper bound of the difference stays below the margin. */
public final class DecisionRule {

    private DecisionRule() {}

    /**
     * Decides on complete samples.
     *
     * @param challenger predictions with outcomes, as many as planned
     * @param champion as many
     */
    public static ExperimentAnalysis decide(
            ExperimentPlan plan, List<ScoredPrediction> challenger, List<ScoredPrediction> champion) {
        if (challenger.size() < plan.samplePerArm() || champion.size() < plan.samplePerArm()) {
            return incomplete(plan, challenger.size(), champion.size());
        }
        double[] challengerScores = brier(plan, challenger);
        double[] championScores = brier(plan, champion);
        WelchInterval interval = WelchInterval.of(challengerScores, championScores, plan.alpha());
        Decision decision = interval.upper() < plan.margin()
                ? Decision.NON_INFERIOR
                : interval.lower() > plan.margin() ? Decision.INFERIOR : Decision.UNDECIDED;
        return analysis(plan, decision, challengerScores, championScores, interval);
    }

    /** Decides nothing and shows nothing: the difference of two Brier scores lies between −1 and 1, always. */
    public static ExperimentAnalysis incomplete(ExperimentPlan plan, long challengerSample, long championSample) {
        return new ExperimentAnalysis(
                Decision.UNDECIDED,
                0,
                -1,
                1,
                plan.margin(),
                plan.alpha(),
                0,
                0,
                Math.toIntExact(challengerSample),
                Math.toIntExact(championSample),
                0);
    }

    private static ExperimentAnalysis analysis(
            ExperimentPlan plan, Decision decision, double[] challenger, double[] champion, WelchInterval interval) {
        return new ExperimentAnalysis(
                decision,
                interval.difference(),
                interval.lower(),
                interval.upper(),
                plan.margin(),
                plan.alpha(),
                WelchInterval.mean(challenger),
                WelchInterval.mean(champion),
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
