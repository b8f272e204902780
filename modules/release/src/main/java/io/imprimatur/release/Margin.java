package io.imprimatur.release;

/** By how much the challenger may be worse than another version in one metric, in the metric's unit. */
public record Margin(String metric, double worseByAtMost) {}
