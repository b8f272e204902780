package io.imprimatur.rollout;

import io.imprimatur.kernel.ReleaseId;
import org.jspecify.annotations.Nullable;

/**
 * An operator steers a rollout; fired in that transaction. Whoever runs the stages may refuse a step by throwing.
 *
 * @param share what the operator expects the next stage to have, in units of 0.01 %; null when nothing
 */
public record RolloutSteered(
        ReleaseId release, Move move, @Nullable Integer share) {

    /** What an operator may do by hand. */
    public enum Move {
        PAUSE,
        RESUME,
        FORWARD,
        BACK
    }
}
