package io.imprimatur.monitoring;

/**
 * A prediction and what came of it.
 *
 * @param output the model's first output
 * @param outcome one of the model's output labels
 */
@SuppressWarnings("ArrayRecordComponent") // the numbers as the model gave them
public record ScoredPrediction(float[] output, String outcome) {}
