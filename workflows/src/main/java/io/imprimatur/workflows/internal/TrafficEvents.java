package io.imprimatur.workflows.internal;

import io.imprimatur.experiment.SampleCompleted;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.inference.VersionFailed;
import io.imprimatur.monitoring.GuardrailBreached;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Processes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Carries what live traffic shows to the split and to the case. */
@ApplicationScoped
public class TrafficEvents {

    private final Rollouts rollouts;
    private final Cases cases;

    @Inject
    public TrafficEvents(Rollouts rollouts, Cases cases) {
        this.rollouts = rollouts;
        this.cases = cases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TrafficEvents() {
        this.rollouts = null;
        this.cases = null;
    }

    /** Rolls back in the transaction that saw the breach; the case is told afterwards, so the engine cannot stop it. */
    void breached(@Observes GuardrailBreached event) {
        Act act = Act.system("guardrail " + event.metric())
                .concerning(event.release())
                .concerning(event.version());
        try (Acts.Scope scope = Acts.begin(act)) {
            rollouts.rollBack(event.release(), event.reason());
        }
    }

    /** Nobody is sent any more to what broke; its case is told as of any rollback, and an incident review follows. */
    void failed(@Observes VersionFailed event) {
        rollouts.takeOut(event.version(), event.reason());
    }

    /** Lets the test be analysed, in the transaction that saw the last outcome. */
    void completed(@Observes SampleCompleted event) {
        if (cases.isEngineRunning()) {
            cases.tell(event.release(), Processes.SAMPLE_COMPLETED, Cases.person(Actor.SYSTEM.subject(), null));
        }
    }
}
