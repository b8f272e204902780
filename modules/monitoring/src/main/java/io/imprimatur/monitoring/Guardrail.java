package io.imprimatur.monitoring;

/**
 * A bound whose breach rolls back by itself.
 *
 * @param metric {@code errorRate} (failed attempts by attempts) or {@code latencyP99Millis}
 * @param atMost the bound
 * @param minimumPredictions attempts needed before the metric says anything
 */
public record Guardrail(String metric, double atMost, int minimumPredictions) {}
