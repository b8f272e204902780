package io.imprimatur.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
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
 * @param stop why the model answers nobody, whatever the shares are; null while it answers
 */
public record Split(
        ModelName model,
        long revision,
        @Nullable Target champion,
        @Nullable Target challenger,
        @Nullable Target previous,
        int challengerShare,
        @Nullable Phase phase,
        @Nullable Stop stop,
        Instant publishedAt) {

    /** All of the traffic, in units of 0.01 %. */
    public static final int WHOLE = 10_000;

    public Split {
        if (challengerShare < 0 || challengerShare > WHOLE) {
            throw new IllegalArgumentException("a share is 0 … 10000, not " + challengerShare);
        }
        if (challenger != null && phase == null) {
            throw new IllegalArgumentException("a challenger without a phase");
        }
        if (challenger == null && (challengerShare != 0 || phase != null)) {
            throw new IllegalArgumentException("a share without a challenger");
        }
    }

    /** A split of a model that answers. */
    public Split(
            ModelName model,
            long revision,
            @Nullable Target champion,
            @Nullable Target challenger,
            @Nullable Target previous,
            int challengerShare,
            @Nullable Phase phase,
            Instant publishedAt) {
        this(model, revision, champion, challenger, previous, challengerShare, phase, null, publishedAt);
    }

    /** Every version that must be in memory. */
    @JsonIgnore
    public List<Target> targets() {
        return Stream.of(champion, challenger, previous)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The same split without the targets whose release is not cleared: a champion, also a past one, for ROLLOUT. */
    public Split onlyCleared(BiPredicate<Target, Phase> cleared) {
        Target stillChallenger = phase == null ? null : keep(challenger, phase, cleared);
        return new Split(
                model,
                revision,
                keep(champion, Phase.ROLLOUT, cleared),
                stillChallenger,
                keep(previous, Phase.ROLLOUT, cleared),
                stillChallenger == null ? 0 : challengerShare,
                stillChallenger == null ? null : phase,
                stop,
                publishedAt);
    }

    /** The next revision, with the same shares. */
    Split next(@Nullable Stop newStop, Instant now) {
        return new Split(model, revision + 1, champion, challenger, previous, challengerShare, phase, newStop, now);
    }

    /** The next revision, with nobody to go back to. */
    Split withoutPrevious(Instant now) {
        return new Split(model, revision + 1, champion, challenger, null, challengerShare, phase, stop, now);
    }

    /** The next revision, with nobody at all. */
    Split withoutTargets(Instant now) {
        return new Split(model, revision + 1, null, null, null, 0, null, stop, now);
    }

    /** Whether everybody has what the other split gives; only a stop may differ. */
    boolean hasSharesOf(Split other) {
        return Objects.equals(champion, other.champion)
                && Objects.equals(challenger, other.challenger)
                && Objects.equals(previous, other.previous)
                && challengerShare == other.challengerShare
                && phase == other.phase;
    }

    private static @Nullable Target keep(@Nullable Target target, Phase phase, BiPredicate<Target, Phase> cleared) {
        return target != null && cleared.test(target, phase) ? target : null;
    }
}
