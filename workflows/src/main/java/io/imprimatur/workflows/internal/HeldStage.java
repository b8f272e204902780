package io.imprimatur.workflows.internal;

import io.imprimatur.release.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Where a rollout waits.
 *
 * @param stage counted from 0 within the phase; -1 before the first one
 */
record HeldStage(Phase phase, int stage) {

    static HeldStage of(@Nullable Object phase, @Nullable Object stage) {
        return new HeldStage(Phase.valueOf(String.valueOf(phase)), stage instanceof Integer index ? index : -1);
    }
}
