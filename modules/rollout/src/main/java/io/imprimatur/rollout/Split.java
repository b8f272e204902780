package io.imprimatur.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shares of one model's traffic: an immutable value with a revision number.
 *
 * @param revision counted from 1 within the model
 * @param champion serves all that the challenger does not; null before the first promotion
 * @param challenger wants to; null when nobody does
 * @param previous the champion before this one, kept for instant rollback
 * @param challengerShare in units of 0.01 %, 0 … 10,000
 * @param phase why the challenger serves; null without one
 */
public record Split(
        ModelName model,
        long revision,
        @Nullable Target champion,
        @Nullable Target challenger,
        @Nullable Target previous,
        int challengerShare,
        @Nullable Phase phase,
        Instant publishedAt) {

    public Split {
        if (challengerShare < 0 || challengerShare > 10_000) {
            throw new IllegalArgumentException("a share is 0 … 10000, not " + challengerShare);
        }
        if (challenger == null && (challengerShare != 0 || phase != null)) {
            throw new IllegalArgumentException("a share without a challenger");
        }
    }

    /** Every version that must be in memory. */
    @JsonIgnore
    public List<Target> targets() {
        return Stream.of(champion, challenger, previous).filter(Objects::nonNull).toList();
    }

    /** The same split without what may not serve. */
    Split without(boolean champion, boolean challenger) {
        boolean noChallenger = challenger || this.challenger == null;
        return new Split(
                model,
                revision,
                champion ? null : this.champion,
                noChallenger ? null : this.challenger,
                previous,
                noChallenger ? 0 : challengerShare,
                noChallenger ? null : phase,
                publishedAt);
    }
}
