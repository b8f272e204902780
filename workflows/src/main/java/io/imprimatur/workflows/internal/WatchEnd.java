package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Stops watching the guardrails of a release that serves nobody any more. */
@Named("watchEnd")
@ApplicationScoped
public class WatchEnd extends Step {

    private final Guardrails guardrails;

    @Inject
    public WatchEnd(Guardrails guardrails) {
        this.guardrails = guardrails;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected WatchEnd() {
        this.guardrails = null;
    }

    @Override
    void run(Case current) {
        guardrails.unwatch(current.release());
    }
}
