package io.imprimatur.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.IdempotencyKeys;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.RolloutSteered.Move;
import io.imprimatur.rollout.internal.SplitStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rollout by hand, within what was approved: pause, resume, one stage forward or back. A pause needs no engine and
 * holds in {@link Rollouts} itself; a step is taken by whoever runs the stages, in the same transaction. Anything that
 * the plan does not have needs a new release. Rollback asks for none of this.
 */
@ApplicationScoped
@Transactional
public class Steering {

    private final SplitStore store;
    private final Releases releases;
    private final IdempotencyKeys keys;
    private final Ledger ledger;
    private final Clock clock;
    private final Event<Object> events;

    @Inject
    public Steering(
            SplitStore store,
            Releases releases,
            IdempotencyKeys keys,
            Ledger ledger,
            Clock clock,
            Event<Object> events) {
        this.store = store;
        this.releases = releases;
        this.keys = keys;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Steering() {
        this.store = null;
        this.releases = null;
        this.keys = null;
        this.ledger = null;
        this.clock = null;
        this.events = null;
    }

    /**
     * Takes a move of which the sender says by a key that it is the same one when it comes twice: it is then taken once,
     * and answered with how the rollout stands.
     *
     * @param share what the stage there is expected to have; null when the operator does not say
     * @throws DomainException as the move itself, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED
     */
    public RolloutState move(ReleaseId release, Move move, String reason, @Nullable Integer share, String key) {
        JsonNode request = CanonicalJson.object()
                .put("steer", release.toString())
                .put("move", move.name())
                .put("reason", reason)
                .put("share", share);
        return keys.remember(key, request, release).isPresent() ? state(release) : move(release, move, reason, share);
    }

    /** Takes a move. */
    public RolloutState move(ReleaseId release, Move move, String reason, @Nullable Integer share) {
        return switch (move) {
            case PAUSE -> pause(release, reason);
            case RESUME -> resume(release, reason);
            case FORWARD -> forward(release, reason, share);
            case BACK -> back(release, reason, share);
        };
    }

    public RolloutState state(ReleaseId release) {
        return state(release, store.latest(releases.get(release).model()).orElse(null));
    }

    /**
     * From now on no traffic of the release grows; it keeps what it has. Asked twice, it pauses once.
     *
     * @throws DomainException REASON_MISSING; ROLLOUT_NOT_RUNNING when the release is no challenger
     */
    public RolloutState pause(ReleaseId release, String reason) {
        Split split = begin(release, reason);
        if (store.pause(release).isEmpty()) {
            String by = Acts.current().actor().subject();
            store.pause(release, new Pause(reason.strip(), by, clock.instant().truncatedTo(ChronoUnit.MICROS)));
            tell(release, Move.PAUSE, reason, null);
        }
        return state(release, split);
    }

    /**
     * Lets the rollout go on; also where its traffic was taken away meanwhile, or it could never grow again.
     *
     * @throws DomainException REASON_MISSING, ROLLOUT_NOT_PAUSED
     */
    public RolloutState resume(ReleaseId release, String reason) {
        Optional<Split> split = waitForTurn(release, reason);
        if (store.pause(release).isEmpty()) {
            throw DomainException.conflict("ROLLOUT_NOT_PAUSED", "The rollout of release " + release + " goes on.");
        }
        store.resume(release);
        tell(release, Move.RESUME, reason, null);
        return state(release, split.orElse(null));
    }

    /**
     * Cuts the hold of the stage short. Its analysis, and whatever approvals the next stage needs, are not skipped.
     *
     * @param share what the next stage is expected to have; null when the operator does not say
     * @throws DomainException REASON_MISSING, ROLLOUT_NOT_RUNNING, MODEL_STOPPED, ROLLOUT_PAUSED; STEP_NOT_NOW when no
     *     stage is held; STAGE_NOT_PLANNED and SHARE_NOT_PLANNED for what the plan does not have
     */
    public RolloutState forward(ReleaseId release, String reason, @Nullable Integer share) {
        Split split = begin(release, reason);
        Rollouts.requireAnswering(split);
        store.requireNotPaused(release);
        tell(release, Move.FORWARD, reason, share);
        return state(release, split);
    }

    /**
     * Goes back to the share of the stage before, also while the rollout is paused.
     *
     * @param share what that stage is expected to have; null when the operator does not say
     * @throws DomainException as {@link #forward}, but for ROLLOUT_PAUSED
     */
    public RolloutState back(ReleaseId release, String reason, @Nullable Integer share) {
        Split split = begin(release, reason);
        Rollouts.requireAnswering(split);
        tell(release, Move.BACK, reason, share);
        return state(release, split);
    }

    private Split begin(ReleaseId release, String reason) {
        return waitForTurn(release, reason)
                .filter(split -> isChallenger(split, release))
                .orElseThrow(() -> DomainException.conflict(
                        "ROLLOUT_NOT_RUNNING", "Release " + release + " has no traffic that grows: nothing to steer."));
    }

    /** Waits for the publication in progress: what is decided here is decided on what is published. */
    private Optional<Split> waitForTurn(ReleaseId release, String reason) {
        if (reason.isBlank()) {
            throw DomainException.unprocessable("REASON_MISSING", "Say in a sentence why.");
        }
        Acts.concerning(release);
        ModelName model = releases.get(release).model();
        store.lock(model);
        return store.latest(model);
    }

    private void tell(ReleaseId release, Move move, String reason, @Nullable Integer share) {
        ledger.append(
                "ROLLOUT_STEERED",
                CanonicalJson.object()
                        .put("move", move.name())
                        .put("reason", reason.strip())
                        .put("share", share));
        events.fire(new RolloutSteered(release, move, share));
    }

    private RolloutState state(ReleaseId release, @Nullable Split split) {
        Optional<Pause> pause = store.pause(release);
        return split != null && isChallenger(split, release)
                ? new RolloutState(release, split.challengerShare(), split.phase(), pause.orElse(null))
                : new RolloutState(release, 0, null, pause.orElse(null));
    }

    private static boolean isChallenger(Split split, ReleaseId release) {
        return split.challenger() != null && split.challenger().release().equals(release);
    }
}
