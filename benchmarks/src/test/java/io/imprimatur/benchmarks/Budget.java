package io.imprimatur.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the whole command may take, counted from when it was given: what building and starting have left decides how
 * often everything is measured.
 *
 * @param end when all must have been said
 */
record Budget(Clock clock, Instant end) {

    /** Begun when the build began, or now if nobody says so. */
    static Budget of(Clock clock, String begun, Duration whole) {
        Instant from = begun.isEmpty() ? clock.instant() : Instant.parse(begun);
        return new Budget(clock, from.plus(whole));
    }

    boolean leaves(Duration length) {
        return clock.instant().plus(length).isBefore(end);
    }
}
