package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.camunda.bpm.engine.delegate.BpmnError;

/** Makes the release the champion; the champion before it stays at hand for a rollback. */
@Named("promotion")
@ApplicationScoped
public class Promotion extends Step {

    private static final String ROLLED_BACK = "ROLLED_BACK";

    private final Releases releases;
    private final Rollouts rollouts;
    private final Guardrails guardrails;
    private final Cases cases;
    private final TrafficHolds holds;

    @Inject
    public Promotion(Releases releases, Rollouts rollouts, Guardrails guardrails, Cases cases, TrafficHolds holds) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.guardrails = guardrails;
        this.cases = cases;
        this.holds = holds;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Promotion() {
        this.releases = null;
        this.rollouts = null;
        this.guardrails = null;
        this.cases = null;
        this.holds = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        if (rollouts.isRolledBack(current.release())) {
            throw new BpmnError(ROLLED_BACK, "The release was rolled back while it waited for its promotion.");
        }
        holds.requireApprovals(release.id(), Phase.ROLLOUT);
        holds.requireNone(release, true);
        Split before = rollouts.current(release.model()).orElse(null);
        rollouts.promote(current.release());
        releases.enter(current.release(), ReleaseState.IN_SERVICE);
        guardrails.unwatch(current.release());
        if (before != null && before.previous() != null) {
            cases.endWatch(before.previous().release());
        }
        cases.beginWatch(current.release());
    }
}
