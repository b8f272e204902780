package io.imprimatur.inference;

import org.jspecify.annotations.Nullable;

/**
 * How a version stood up to load, beside the champion in the same run. Only the ratios say something beyond the machine
 * and the moment of the measurement.
 *
 * @param rounds how many rounds were counted; the first one only warms up
 * @param champion null where there is none to compare with
 * @param latencyRatio the candidate's median latency by the champion's: the median over all rounds; null without a
 *     champion, or when one of them answered nothing
 * @param throughputRatio likewise the candidate's answers a second by the champion's
 */
public record LoadReport(
        int rounds,
        Side candidate,
        @Nullable Side champion,
        @Nullable Double latencyRatio,
        @Nullable Double throughputRatio) {

    /**
     * One version under load.
     *
     * @param answers how many requests it answered
     * @param failures how many it could not
     * @param medianMicros of the latency of its answers; 0 without one
     * @param p95Micros likewise
     * @param perSecond answers a second
     */
    public record Side(long answers, long failures, double medianMicros, double p95Micros, double perSecond) {}
}
