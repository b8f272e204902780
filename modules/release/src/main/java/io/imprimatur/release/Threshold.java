package io.imprimatur.release;

import org.jspecify.annotations.Nullable;

/**
 * A demand on one metric; at least one bound is there.
 *
 * @param metric {@code rocAuc}, {@code brier}, {@code selectionRatio.<slice>} …
 */
public record Threshold(
        String metric, @Nullable Double atLeast, @Nullable Double atMost) {}
