package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Writes down that the release was rolled back, and that the champion before it serves again if it does. */
@Named("rollbackRecord")
@ApplicationScoped
public class RollbackRecord extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final Guardrails guardrails;
    private final Cases cases;

    @Inject
    public RollbackRecord(Releases releases, Rollouts rollouts, Guardrails guardrails, Cases cases) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.guardrails = guardrails;
        this.cases = cases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RollbackRecord() {
        this.releases = null;
        this.rollouts = null;
        this.guardrails = null;
        this.cases = null;
    }

    @Override
    void run(Case current) {
        ReleaseId release = current.release();
        guardrails.unwatch(release);
        releases.enter(release, ReleaseState.ROLLED_BACK);
        rollouts.champion(releases.get(release).model())
                .map(Target::release)
                .filter(champion -> releases.get(champion).state() == ReleaseState.SUPERSEDED)
                .ifPresent(champion -> releases.enter(champion, ReleaseState.IN_SERVICE));
        rollouts.told(release);
        cases.endWatch(release);
    }
}
