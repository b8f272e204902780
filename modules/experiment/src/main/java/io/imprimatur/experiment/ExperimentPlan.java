package io.imprimatur.experiment;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import java.util.List;

/**
 * What is fixed before the test begins.
 *
 * @param champion the release that serves now
 * @param metric {@code brier}, the one outcome metric there is so far; smaller is better
 * @param margin by how much the challenger's mean may be worse, in units of the metric
 * @param alpha the one-sided level of the decision, between 0 and 0.5
 * @param samplePerArm outcomes needed in each arm before anybody looks
 * @param labels the labels of the model's output, in its order
 * @param positive the label whose probability is scored
 */
public record ExperimentPlan(
        ReleaseId champion,
        String metric,
        double margin,
        double alpha,
        int samplePerArm,
        List<String> labels,
        String positive) {

    public ExperimentPlan {
        labels = List.copyOf(labels);
        if (!metric.equals("brier")) {
            throw DomainException.unprocessable(
                    "EXPERIMENT_METRIC", "An A/B test compares 'brier'; '" + metric + "' is not known.");
        }
        if (!labels.contains(positive)) {
            throw DomainException.unprocessable(
                    "EXPERIMENT_POSITIVE", "'" + positive + "' is none of the model's labels, " + labels + ".");
        }
        if (margin <= 0 || alpha <= 0 || alpha >= 0.5 || samplePerArm < 2) {
            throw DomainException.unprocessable(
                    "EXPERIMENT_PLAN", "The margin is above 0, alpha between 0 and 0.5, the sample at least 2.");
        }
    }
}
