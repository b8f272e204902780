package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Makes the release the champion; the champion before it stays at hand for a rollback. */
@Named("promotion")
@ApplicationScoped
public class Promotion extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final Guardrails guardrails;
    private final Cases cases;

    @Inject
    public Promotion(Releases releases, Rollouts rollouts, Guardrails guardrails, Cases cases) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.guardrails = guardrails;
        this.cases = cases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Promotion() {
        this.releases = null;
        this.rollouts = null;
        this.guardrails = null;
        this.cases = null;
    }

    @Override
    void run(Case current) {
        Split before = rollouts.current(releases.get(current.release()).model()).orElse(null);
        rollouts.promote(current.release());
        releases.enter(current.release(), ReleaseState.IN_SERVICE);
        guardrails.unwatch(current.release());
        if (before != null && before.previous() != null) {
            cases.endWatch(before.previous().release());
        }
        cases.beginWatch(current.release());
    }
}
