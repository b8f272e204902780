package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Rolls the release back, because its stage says so or a person did. */
@Named("rollback")
@ApplicationScoped
public class StageRollback extends Step {

    private final Rollouts rollouts;
    private final Guardrails guardrails;

    @Inject
    public StageRollback(Rollouts rollouts, Guardrails guardrails) {
        this.rollouts = rollouts;
        this.guardrails = guardrails;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected StageRollback() {
        this.rollouts = null;
        this.guardrails = null;
    }

    @Override
    void run(Case current) {
        rollouts.rollBack(
                current.release(),
                "Stage " + (current.number(Variables.STAGE, 0) + 1) + " of the " + current.text(Variables.PHASE)
                        + " ended with a rollback.");
        guardrails.unwatch(current.release());
    }
}
