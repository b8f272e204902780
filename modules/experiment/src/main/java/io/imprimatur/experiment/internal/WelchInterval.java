package io.imprimatur.experiment.internal;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The one-sided confidence bounds of the difference of two means whose variances may differ.
 *
 * <p>B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34 (1947), 28-35; degrees of freedom by F. E. Satterthwaite, Biometrics Bulletin 2 (1946), 110-114.
 *
 * @param difference mean of the first less mean of the second
 * @param lower below it lies the true difference with probability alpha at most
 * @param upper above it lies the true difference with probability alpha at most
 */
public record WelchInterval(double difference, double lower, double upper, double degreesOfFreedom) {

    /**
     * Computes the bounds.
     *
     * @param first at least two values
     * @param second at least two values
     * @param alpha one-sided level, between 0 and 0.5
     */
    public static WelchInterval of(double[] first, double[] second, double alpha) {
        double difference = mean(first) - mean(second);
        double u = variance(first) / first.length;
        double v = variance(second) / second.length;
        double squaredError = u + v;
        if (squaredError == 0) {
            // Every value of an arm is the same: the difference is known exactly.
            return new WelchInterval(difference, difference, difference, first.length + second.length - 2.0);
        }
        double degrees = squaredError * squaredError / (u * u / (first.length - 1) + v * v / (second.length - 1));
        double reach = TDistribution.of(degrees).inverseSurvivalProbability(alpha) * Math.sqrt(squaredError);
        return new WelchInterval(difference, difference - reach, difference + reach, degrees);
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
