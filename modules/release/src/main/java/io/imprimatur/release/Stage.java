package io.imprimatur.release;

import java.time.Duration;

/**
 * One step of a rollout, or the pilot.
 *
 * @param share of the traffic, in units of 0.01 %: 10,000 is all of it
 * @param hold how long it is watched before the next step
 * @param minimumPredictions how many predictions the challenger must have made before the analysis
 */
public record Stage(int share, Duration hold, int minimumPredictions) {}
