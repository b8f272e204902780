package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.FreezeWindows;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.camunda.bpm.engine.delegate.BpmnError;

/**
 * What keeps traffic from growing: a freeze window, a stop, an operator's pause, or approvals that stand no longer. A
 * step that meets one that came after its case had looked sends the case to look again; if it failed instead, its job
 * would give up long before the window ends, or before anybody approves anew.
 */
@ApplicationScoped
public class TrafficHolds {

    private static final String TRAFFIC_HELD = "TRAFFIC_HELD";
    private static final String APPROVALS_FELL = "APPROVALS_FELL";

    private final Releases releases;
    private final Rollouts rollouts;
    private final FreezeWindows windows;

    @Inject
    public TrafficHolds(Releases releases, Rollouts rollouts, FreezeWindows windows) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.windows = windows;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TrafficHolds() {
        this.releases = null;
        this.rollouts = null;
        this.windows = null;
    }

    /** They stood when the case looked; evidence that moved since, or their end, opens the reviews again. */
    void requireApprovals(ReleaseId release, Phase phase) {
        // Of a rollback the case is told by itself.
        if (!rollouts.isRolledBack(release) && !releases.isCleared(release, phase)) {
            throw new BpmnError(APPROVALS_FELL, "The approvals of the release stand no longer.");
        }
    }

    /** @param grows whether traffic shall grow: a freeze window is in nobody's way who takes some away */
    void requireNone(ReleaseView release, boolean grows) {
        ModelName model = release.model();
        boolean stopped = rollouts.current(model).map(Split::stop).isPresent();
        boolean held = rollouts.isPaused(release.id()) || windows.inForce(model).isPresent();
        if (stopped || grows && held) {
            throw new BpmnError(TRAFFIC_HELD, "Traffic of " + model + " may not grow now.");
        }
    }
}
