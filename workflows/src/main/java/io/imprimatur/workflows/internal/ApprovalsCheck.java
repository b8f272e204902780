package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Looks whether every approval that a phase needs is valid for the evidence as it is now; if not, nobody is served and the reviews begin anew. */
@Named("approvalsCheck")
@ApplicationScoped
public class ApprovalsCheck extends Step {

    private final Releases releases;
    private final Rollouts rollouts;

    @Inject
    public ApprovalsCheck(Releases releases, Rollouts rollouts) {
        this.releases = releases;
        this.rollouts = rollouts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ApprovalsCheck() {
        this.releases = null;
        this.rollouts = null;
    }

    @Override
    void run(Case current) {
        ReleaseId release = current.release();
        Phase phase = Phase.valueOf(current.text(Variables.PHASE));
        boolean stand = releases.isCleared(release, phase);
        if (!stand) {
            rollouts.setShare(release, 0, phase);
            releases.enter(release, ReleaseState.IN_REVIEW);
        }
        current.set(Variables.APPROVALS_STAND, stand);
    }
}
