package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Closes the release as rejected; whatever traffic it had for its trial is taken away. */
@Named("rejection")
@ApplicationScoped
public class Rejection extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final Guardrails guardrails;

    @Inject
    public Rejection(Releases releases, Rollouts rollouts, Guardrails guardrails) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.guardrails = guardrails;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Rejection() {
        this.releases = null;
        this.rollouts = null;
        this.guardrails = null;
    }

    @Override
    void run(Case current) {
        rollouts.setShare(current.release(), 0, Phase.PILOT);
        guardrails.unwatch(current.release());
        releases.enter(current.release(), ReleaseState.REJECTED);
    }
}
