package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.Rollouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Takes all traffic from the release; nobody needs to approve that. */
@Named("trafficStop")
@ApplicationScoped
public class TrafficStop extends Step {

    private final Rollouts rollouts;
    private final Guardrails guardrails;

    @Inject
    public TrafficStop(Rollouts rollouts, Guardrails guardrails) {
        this.rollouts = rollouts;
        this.guardrails = guardrails;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TrafficStop() {
        this.rollouts = null;
        this.guardrails = null;
    }

    @Override
    void run(Case current) {
        rollouts.setShare(current.release(), 0, Phase.PILOT);
        guardrails.unwatch(current.release());
    }
}
