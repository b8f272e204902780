package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.EvidenceChanged;
import io.imprimatur.release.Phase;
import io.imprimatur.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The current splits in this node's memory: what the live path asks. Each time they are read anew, the approvals of
 * every target are checked again, and a target without them is left out: the router refuses it, whatever was published.
 */
@ApplicationScoped
public class Splits {

    private static final Logger LOG = Logger.getLogger(Splits.class.getName());

    private final Rollouts rollouts;
    private final Releases releases;
    private final Event<SplitsRefreshed> refreshed;
    private final Map<ModelName, Split> current = new ConcurrentHashMap<>();

    @Inject
    public Splits(Rollouts rollouts, Releases releases, Event<SplitsRefreshed> refreshed) {
        this.rollouts = rollouts;
        this.releases = releases;
        this.refreshed = refreshed;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Splits() {
        this.rollouts = null;
        this.releases = null;
        this.refreshed = null;
    }

    /** The model's split; empty while nothing of it may serve. */
    public Optional<Split> of(ModelName model) {
        return Optional.ofNullable(current.get(model));
    }

    public Collection<Split> all() {
        return List.copyOf(current.values());
    }

    /** Takes these models' latest splits over, as far as they are cleared. */
    public void refresh(Collection<Split> latest) {
        latest.forEach(split -> current.put(split.model(), verified(split)));
        refreshed.fire(new SplitsRefreshed(all()));
    }

    void afterPublication(@Observes(during = TransactionPhase.AFTER_SUCCESS) SplitPublished published) {
        refresh(List.of(published.split()));
    }

    void afterChangeOfEvidence(@Observes(during = TransactionPhase.AFTER_SUCCESS) EvidenceChanged changed) {
        List<Split> latest = current.keySet().stream()
                .flatMap(model -> rollouts.current(model).stream())
                .toList();
        refresh(latest);
    }

    private Split verified(Split split) {
        boolean championRefused = refused(split, split.champion(), Phase.ROLLOUT);
        boolean challengerRefused = refused(split, split.challenger(), split.phase());
        return championRefused || challengerRefused ? split.without(championRefused, challengerRefused) : split;
    }

    private boolean refused(Split split, @Nullable Target target, @Nullable Phase phase) {
        if (target == null || releases.isCleared(target.release(), phase == null ? Phase.ROLLOUT : phase)) {
            return false;
        }
        LOG.log(Level.WARNING, "Version {0} of {1} gets no traffic: release {2} has no valid approval for its evidence", new Object[] {
            target.versionNumber(), split.model(), target.release()
        });
        return true;
    }
}
