package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
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

    @Inject
    public Promotion(Releases releases, Rollouts rollouts, Guardrails guardrails) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.guardrails = guardrails;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Promotion() {
        this.releases = null;
        this.rollouts = null;
        this.guardrails = null;
    }

    @Override
    void run(Case current) {
        rollouts.promote(current.release());
        releases.enter(current.release(), ReleaseState.IN_SERVICE);
        guardrails.unwatch(current.release());
    }
}
