package io.imprimatur.rollout;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Where the rollout of a release stands.
 *
 * @param share the challenger's, in units of 0.01 %; 0 when the release is no challenger
 * @param phase null when it is no challenger
 * @param pause null while the rollout goes on
 */
public record RolloutState(
        ReleaseId release,
        int share,
        @Nullable Phase phase,
        @Nullable Pause pause) {}
