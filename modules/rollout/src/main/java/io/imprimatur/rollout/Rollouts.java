package io.imprimatur.rollout;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Clearance;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.internal.Publisher;
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
import java.util.function.Predicate;
import java.util.stream.Stream;
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
    private final FreezeWindows windows;
    private final Ledger ledger;
    private final Clock clock;
    private final Event<Object> events;
    private final Publisher publisher;

    @Inject
    public Rollouts(
            SplitStore store,
            Releases releases,
            FreezeWindows windows,
            Ledger ledger,
            Clock clock,
            Event<Object> events) {
        this.store = store;
        this.releases = releases;
        this.windows = windows;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
        this.publisher = new Publisher(store, ledger, events);
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Rollouts() {
        this.store = null;
        this.releases = null;
        this.windows = null;
        this.ledger = null;
        this.clock = null;
        this.events = null;
        this.publisher = null;
    }

    /**
     * Gives the release this share of its model's traffic; 0 takes all of it away and needs no clearance. Asked for what
     * is published already, it publishes nothing: a step that is run again has the effect of one.
     *
     * @param share in units of 0.01 %, 0 … 10,000
     * @throws DomainException MODEL_STOPPED, ROLLOUT_PAUSED, FREEZE_WINDOW, SHARE_INVALID, RELEASE_NOT_CLEARED, RELEASE_ROLLED_BACK, SPLIT_TAKEN by another challenger,
     *     SPLIT_RACED by another publication of the model
     */
    public Split setShare(ReleaseId releaseId, int share, Phase phase) {
        if (share < 0 || share > Split.WHOLE) {
            throw DomainException.unprocessable(
                    "SHARE_INVALID", "A share is 0 … 10000 (10000 is all), not " + share + ".");
        }
        Acts.concerning(releaseId);
        ReleaseView release = releases.get(releaseId);
        if (share == 0) {
            Split before = waitForTurn(release.model());
            return holds(before.challenger(), releaseId)
                    ? publish(next(before, before.champion(), null, before.previous(), 0, null))
                    : before;
        }
        Split before = takeTurn(release.model());
        requireAnswering(before);
        if (share > sharedNow(before, releaseId)) {
            store.requireNotPaused(releaseId);
            windows.requireOpen(release.model());
        }
        Target target = cleared(release, phase);
        if (before.challenger() != null && !holds(before.challenger(), releaseId)) {
            throw DomainException.conflict(
                    "SPLIT_TAKEN",
                    "Release " + before.challenger().release() + " is the challenger of '" + release.model()
                            + "' already. One at a time.");
        }
        boolean published =
                target.equals(before.challenger()) && share == before.challengerShare() && phase == before.phase();
        return published ? before : publish(next(before, before.champion(), target, before.previous(), share, phase));
    }

    /**
     * Makes the release's version the champion; the champion before it stays loaded for instant rollback.
     *
     * @throws DomainException MODEL_STOPPED, ROLLOUT_PAUSED, FREEZE_WINDOW, RELEASE_NOT_CLEARED, RELEASE_ROLLED_BACK, SPLIT_RACED
     */
    public Split promote(ReleaseId releaseId) {
        Acts.concerning(releaseId);
        ReleaseView release = releases.get(releaseId);
        Split before = takeTurn(release.model());
        if (holds(before.champion(), releaseId)) {
            return before;
        }
        requireAnswering(before);
        store.requireNotPaused(releaseId);
        windows.requireOpen(release.model());
        Target target = cleared(release, Phase.ROLLOUT);
        Target rival = holds(before.challenger(), releaseId) ? null : before.challenger();
        if (rival != null) {
            throw DomainException.conflict(
                    "SPLIT_TAKEN", "Release " + rival.release() + " is the challenger, not release " + releaseId + ".");
        }
        return publish(next(before, target, null, before.champion(), 0, null));
    }

    /**
     * Takes the traffic from whoever got it last: from the challenger, or else from the champion in favour of the one
     * before it. It never fails for a race: it waits for the publication in progress and comes after it. Asked twice, it
     * rolls back once; to go further back, name the release.
     *
     * @throws DomainException ROLLBACK_REASON_MISSING; ROLLBACK_IMPOSSIBLE when there is nobody to go back to
     */
    public Split rollBack(ModelName model, String reason) {
        requireReason(reason);
        Split before = waitForTurn(model);
        if (isOfRollback(before)) {
            return before;
        }
        Target challenger = before.challenger();
        Target champion = before.champion();
        if (challenger != null) {
            return takeFromChallenger(before, challenger, reason);
        }
        if (champion == null || before.previous() == null) {
            throw DomainException.conflict("ROLLBACK_IMPOSSIBLE", "'" + model + "' has no version to go back to.");
        }
        return takeFromChampion(before, champion, reason);
    }

    /** Rolls this very release back; nothing happens if it has no traffic any more, or no champion came before it. */
    public Split rollBack(ReleaseId releaseId, String reason) {
        requireReason(reason);
        Acts.concerning(releaseId);
        Split before = waitForTurn(releases.get(releaseId).model());
        Target challenger = before.challenger();
        Target champion = before.champion();
        if (challenger != null && holds(challenger, releaseId)) {
            return takeFromChallenger(before, challenger, reason);
        }
        return champion != null && holds(champion, releaseId) && before.previous() != null
                ? takeFromChampion(before, champion, reason)
                : before;
    }

    /**
     * Ends the service of a version that may not serve any longer. It is rolled back when there is a version before it
     * that may; otherwise the model answers nobody until another version is approved.
     *
     * @param toPrevious false when nobody shall take over
     */
    public Split endService(ReleaseId releaseId, boolean toPrevious, String reason) {
        requireReason(reason);
        Acts.concerning(releaseId);
        Split before = waitForTurn(releases.get(releaseId).model());
        Target previous = before.previous();
        if (!holds(before.champion(), releaseId)) {
            boolean kept = holds(previous, releaseId);
            return kept
                    ? publish(next(
                            before,
                            before.champion(),
                            before.challenger(),
                            null,
                            before.challengerShare(),
                            before.phase()))
                    : before;
        }
        if (toPrevious && previous != null && releases.mayServe(previous.release(), Phase.ROLLOUT)) {
            return rollBack(releaseId, reason);
        }
        return publish(next(before, null, before.challenger(), null, before.challengerShare(), before.phase()));
    }

    /** Takes all traffic from a version that broke; where none came before it, the model answers nobody. */
    public void takeOut(VersionId version, String reason) {
        Predicate<Target> broken = target -> target.version().equals(version);
        for (Split known : store.latest()) {
            if (known.targets().stream().anyMatch(broken)) {
                Split before = waitForTurn(known.model());
                Stream.ofNullable(before.challenger())
                        .filter(broken)
                        .forEach(challenger -> takeFromChallenger(before, challenger, reason));
                Stream.ofNullable(before.champion())
                        .filter(broken)
                        .forEach(champion -> takeFromChampion(before, champion, reason));
            }
        }
    }

    private static int sharedNow(Split split, ReleaseId release) {
        return holds(split.challenger(), release) ? split.challengerShare() : 0;
    }

    static void requireAnswering(Split split) {
        if (split.stop() != null) {
            throw DomainException.conflict(
                    "MODEL_STOPPED",
                    "'" + split.model() + "' is stopped: " + split.stop().reason());
        }
    }

    /** Whether a rollback brought these shares about; a stop, or its end, after that rollback changed none of them. */
    private boolean isOfRollback(Split split) {
        Split looked = split;
        while (!store.isRollback(looked)) {
            Optional<Split> before = store.revision(looked.model(), looked.revision() - 1);
            if (before.isEmpty() || !before.get().hasSharesOf(looked)) {
                return false;
            }
            looked = before.get();
        }
        return true;
    }

    private Split takeFromChallenger(Split before, Target loser, String reason) {
        return rolledBack(loser, reason, next(before, before.champion(), null, before.previous(), 0, null));
    }

    /** A challenger on trial at that moment keeps its share: it is not what failed. */
    private Split takeFromChampion(Split before, Target loser, String reason) {
        return rolledBack(
                loser,
                reason,
                next(before, before.previous(), before.challenger(), null, before.challengerShare(), before.phase()));
    }

    private Split rolledBack(Target loser, String reason, Split after) {
        Acts.concerning(loser.release());
        Acts.concerning(loser.version());
        Rollback rollback = new Rollback(
                loser.release(),
                after.model(),
                reason.strip(),
                Acts.current().actor().subject(),
                after.publishedAt(),
                false);
        store.add(rollback);
        ledger.append(
                "ROLLED_BACK",
                CanonicalJson.object()
                        .put("model", after.model().value())
                        .put("version", loser.versionNumber())
                        .put("reason", rollback.reason()));
        Split published = publish(after);
        events.fire(new RolledBack(after.model(), loser.release(), rollback.reason()));
        return published;
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw DomainException.unprocessable("ROLLBACK_REASON_MISSING", "Say in a sentence why.");
        }
    }

    /** The latest revision, from the database. */
    public Optional<Split> current(ModelName model) {
        return store.latest(model);
    }

    /** Who serves now. */
    public Optional<Target> champion(ModelName model) {
        return current(model).map(Split::champion);
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

    /** Whether the release was ever rolled back; it gets no traffic again. */
    public boolean isRolledBack(ReleaseId release) {
        return store.isRolledBack(release);
    }

    /** Whether an operator has paused the release's rollout. */
    public boolean isPaused(ReleaseId release) {
        return store.pause(release).isPresent();
    }

    /** Rollbacks that the workflow has not been told of, oldest first. */
    public List<Rollback> untold() {
        return store.untold();
    }

    /** The workflow knows of the release's rollback now; of several who say so, on any node, one is told true. */
    public boolean told(ReleaseId release) {
        return store.told(release);
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
                clearance.approvals(),
                clearance.answersUnrecorded(),
                clearance.answersBuffered());
    }

    /** Somebody else publishing at this moment has decided on what is seen here: who comes second thinks again. */
    private Split takeTurn(ModelName model) {
        if (!store.tryLock(model)) {
            throw DomainException.conflict(
                    "SPLIT_RACED",
                    "Another publication of '" + model + "' is in progress. Read the split and try again.");
        }
        return latest(model);
    }

    /** Taking traffic away always wins: it waits for the publication in progress and comes after it. */
    private Split waitForTurn(ModelName model) {
        store.lock(model);
        return latest(model);
    }

    private Split latest(ModelName model) {
        return store.latest(model).orElseGet(() -> new Split(model, 0, null, null, null, 0, null, Instant.EPOCH));
    }

    private Split next(
            Split before,
            @Nullable Target champion,
            @Nullable Target challenger,
            @Nullable Target previous,
            int share,
            @Nullable Phase phase) {
        return new Split(
                before.model(),
                before.revision() + 1,
                champion,
                challenger,
                previous,
                share,
                phase,
                before.stop(),
                now());
    }

    private Split publish(Split split) {
        return publisher.publish(split);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static boolean holds(@Nullable Target target, ReleaseId release) {
        return target != null && target.release().equals(release);
    }
}
