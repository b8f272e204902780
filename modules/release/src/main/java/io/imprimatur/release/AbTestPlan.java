package io.imprimatur.release;

import java.time.Duration;

/**
 * The A/B test, fixed before its first prediction.
 *
 * @param share the challenger's, in units of 0.01 %
 * @param metric the outcome metric, lower is better
 * @param margin by how much the challenger may be worse and still pass; above 0, in the metric's unit
 * @param alpha one-sided level, between 0 and 0.5
 * @param minimumSamplePerArm outcomes needed in each arm; the analysis looks once, when both have them
 * @param maximumDuration after which an incomplete test is undecided
 */
public record AbTestPlan(
        int share, String metric, double margin, double alpha, int minimumSamplePerArm, Duration maximumDuration) {}
