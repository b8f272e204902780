package io.imprimatur.rollout;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Clearance;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.internal.SplitStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes splits. Publications of one model follow one another; traffic is given only to a release that is cleared
 * for the phase; a release once rolled back gets none again. Rollback asks nobody and needs no workflow.
 */
@ApplicationScoped
@Transactional
public class Rollouts {

    private final SplitStore store;
    private final Releases releases;
    private final Ledger ledger;
    private final Clock clock;
    private final Event<Object> events;

    @Inject
    public Rollouts(SplitStore store, Releases releases, Ledger ledger, Clock clock, Event<Object> events) {
        this.store = store;
        this.releases = releases;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Rollouts() {
        this.store = null;
        this.releases = null;
        this.ledger = null;
        this.clock = null;
        this.events = null;
    }

    /**
     * Gives the release this share of its model's traffic; 0 takes all of it away and needs no clearance.
     *
     * @param share in units of 0.01 %, 0 … 10,000
     * @throws DomainException RELEASE_NOT_CLEARED, RELEASE_ROLLED_BACK, SPLIT_TAKEN by another challenger
     */
    public Split setShare(ReleaseId releaseId, int share, Phase phase) {
        Acts.concerning(releaseId);
        ReleaseView release = releases.get(releaseId);
        Split before = beginPublication(release.model());
        if (share == 0) {
            return holds(before.challenger(), releaseId)
                    ? publish(next(before, before.champion(), null, before.previous(), 0, null))
                    : before;
        }
        Target target = cleared(release, phase);
        if (before.challenger() != null && !holds(before.challenger(), releaseId)) {
            throw DomainException.conflict(
                    "SPLIT_TAKEN",
                    "Release " + before.challenger().release() + " is the challenger of '" + release.model()
                            + "' already. One at a time.");
        }
        return publish(next(before, before.champion(), target, before.previous(), share, phase));
    }

    /**
     * Makes the release's version the champion; the champion before it stays loaded for instant rollback.
     *
     * @throws DomainException RELEASE_NOT_CLEARED, RELEASE_ROLLED_BACK
     */
    public Split promote(ReleaseId releaseId) {
        Acts.concerning(releaseId);
        ReleaseView release = releases.get(releaseId);
        Split before = beginPublication(release.model());
        if (holds(before.champion(), releaseId)) {
            return before;
        }
        Target target = cleared(release, Phase.ROLLOUT);
        return publish(next(before, target, null, before.champion(), 0, null));
    }

    /**
     * Takes the traffic from whoever got it last: from the challenger, or else from the champion in favour of the one
     * before it.
     *
     * @throws DomainException ROLLBACK_IMPOSSIBLE when there is nobody to go back to
     */
    public Split rollBack(ModelName model, String reason) {
        return rollBack(beginPublication(model), reason);
    }

    /** Rolls this very release back; nothing happens if it has no traffic any more. */
    public Split rollBack(ReleaseId releaseId, String reason) {
        Acts.concerning(releaseId);
        Split before = beginPublication(releases.get(releaseId).model());
        return holds(before.challenger(), releaseId) || holds(before.champion(), releaseId) && before.previous() != null
                ? rollBack(before, reason)
                : before;
    }

    private Split rollBack(Split before, String reason) {
        if (reason.isBlank()) {
            throw DomainException.unprocessable("ROLLBACK_REASON_MISSING", "Say in a sentence why.");
        }
        Target loser = before.challenger() != null ? before.challenger() : before.champion();
        if (loser == null || before.challenger() == null && before.previous() == null) {
            throw DomainException.conflict(
                    "ROLLBACK_IMPOSSIBLE", "'" + before.model() + "' has no version to go back to.");
        }
        Acts.concerning(loser.release());
        Acts.concerning(loser.version());
        Instant now = now();
        Rollback rollback = new Rollback(
                loser.release(), before.model(), reason.strip(), Acts.current().actor().subject(), now, false);
        store.add(rollback);
        ledger.append(
                "ROLLED_BACK",
                CanonicalJson.object()
                        .put("model", before.model().value())
                        .put("version", loser.versionNumber())
                        .put("reason", rollback.reason()));
        Split after = before.challenger() != null
                ? next(before, before.champion(), null, before.previous(), 0, null)
                : next(before, before.previous(), null, null, 0, null);
        Split published = publish(after);
        events.fire(new RolledBack(before.model(), loser.release(), rollback.reason()));
        return published;
    }

    /** The latest revision, from the database. */
    public Optional<Split> current(ModelName model) {
        return store.latest(model);
    }

    /** @throws DomainException SPLIT_UNKNOWN */
    public Split revision(ModelName model, long revision) {
        return store.revision(model, revision)
                .orElseThrow(() -> DomainException.unknown(
                        "SPLIT_UNKNOWN", "'" + model + "' has no split of revision " + revision + "."));
    }

    /** All revisions, oldest first. */
    public List<Split> history(ModelName model) {
        return store.history(model);
    }

    /** Rollbacks that the workflow has not been told of, oldest first. */
    public List<Rollback> untold() {
        return store.untold();
    }

    /** The workflow knows of the release's rollback now. */
    public void told(ReleaseId release) {
        store.told(release);
    }

    private Target cleared(ReleaseView release, Phase phase) {
        if (store.isRolledBack(release.id())) {
            throw DomainException.conflict(
                    "RELEASE_ROLLED_BACK",
                    "Release " + release.id() + " was rolled back and gets no traffic again. Submit a new release.");
        }
        Clearance clearance = releases.requireCleared(release.id(), phase);
        Acts.concerning(release.version());
        return new Target(
                release.version(),
                release.versionNumber(),
                release.artifact(),
                release.id(),
                clearance.evidence(),
                clearance.approvals());
    }

    /** Waits for its turn: the one who publishes last has seen all before. */
    private Split beginPublication(ModelName model) {
        store.lock(model);
        return store.latest(model)
                .orElseGet(() -> new Split(model, 0, null, null, null, 0, null, Instant.EPOCH));
    }

    private Split next(
            Split before,
            @Nullable Target champion,
            @Nullable Target challenger,
            @Nullable Target previous,
            int share,
            @Nullable Phase phase) {
        return new Split(before.model(), before.revision() + 1, champion, challenger, previous, share, phase, now());
    }

    private Split publish(Split split) {
        store.publish(split);
        Target challenger = split.challenger();
        Target champion = split.champion();
        ledger.append(
                "SPLIT_PUBLISHED",
                CanonicalJson.object()
                        .put("model", split.model().value())
                        .put("revision", split.revision())
                        .put("champion", champion == null ? null : champion.version().toString())
                        .put("challenger", challenger == null ? null : challenger.version().toString())
                        .put("share", split.challengerShare()));
        events.fire(new SplitPublished(split));
        return split;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static boolean holds(@Nullable Target target, ReleaseId release) {
        return target != null && target.release().equals(release);
    }
}
