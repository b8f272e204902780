package io.imprimatur.rollout.internal;

import io.imprimatur.release.Phase;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the splits in a transaction of its own, for threads that have none, and checks the approvals of every target
 * again: the router refuses what may not serve now, whatever was published.
 */
@ApplicationScoped
@Transactional
public class SplitReader {

    private static final Logger LOG = Logger.getLogger(SplitReader.class.getName());

    private final SplitStore store;
    private final Releases releases;
    private final Set<Refusal> told = ConcurrentHashMap.newKeySet();

    /** A target left out, told in the log once and not at every reading. */
    private record Refusal(String model, long revision, Target target) {}

    @Inject
    public SplitReader(SplitStore store, Releases releases) {
        this.store = store;
        this.releases = releases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SplitReader() {
        this.store = null;
        this.releases = null;
    }

    /** The latest split of every model, each without the targets that are not cleared. */
    public List<Split> cleared() {
        return store.latest().stream()
                .map(split -> split.onlyCleared((target, phase) -> isCleared(split, target, phase)))
                .toList();
    }

    private boolean isCleared(Split split, Target target, Phase phase) {
        Refusal refusal = new Refusal(split.model().value(), split.revision(), target);
        if (releases.mayServe(target.release(), phase)) {
            told.remove(refusal);
            return true;
        }
        if (told.add(refusal)) {
            LOG.log(
                    Level.WARNING,
                    "Version {0} of {1} gets no traffic: release {2} may not serve in {3}",
                    new Object[] {target.versionNumber(), split.model(), target.release(), phase});
        }
        return false;
    }
}
