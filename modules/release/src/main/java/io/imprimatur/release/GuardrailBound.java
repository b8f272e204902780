package io.imprimatur.release;

/**
 * A bound whose breach rolls back by itself.
 *
 * @param metric of the challenger's live traffic: {@code errorRate}, {@code latencyP99Millis} …
 * @param atMost the bound, in the metric's unit
 * @param minimumPredictions below which the metric is not judged
 */
public record GuardrailBound(String metric, double atMost, int minimumPredictions) {}
