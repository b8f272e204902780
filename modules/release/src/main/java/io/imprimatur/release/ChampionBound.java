package io.imprimatur.release;

/**
 * By how much the challenger may be worse than the champion in one metric, in the metric's unit.
 */
public record ChampionBound(String metric, double worseByAtMost) {}
