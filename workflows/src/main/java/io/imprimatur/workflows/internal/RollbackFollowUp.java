package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollback;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Processes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;

/**
 * Tells a case that its release was rolled back. The rollback never waits for it: it holds with the engine down, and
 * the case learns of it as soon as it can.
 */
@ApplicationScoped
public class RollbackFollowUp {

    private final Rollouts rollouts;
    private final Releases releases;
    private final Cases cases;

    @Inject
    public RollbackFollowUp(Rollouts rollouts, Releases releases, Cases cases) {
        this.rollouts = rollouts;
        this.releases = releases;
        this.cases = cases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RollbackFollowUp() {
        this.rollouts = null;
        this.releases = null;
        this.cases = null;
    }

    /** The rollbacks that a case has still to be told of, oldest first. */
    public List<Rollback> untold() {
        return cases.isEngineRunning() ? rollouts.untold() : List.of();
    }

    /** Tells one case, in a transaction of its own: a case that cannot be told now holds up no other. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void tell(Rollback rollback) {
        boolean byGuardrail = Actor.SYSTEM.subject().equals(rollback.by());
        Map<String, Object> person = Cases.person(rollback.by(), null);
        Act act = new Act(
                byGuardrail ? Actor.SYSTEM : Actor.of(rollback.by(), List.of()),
                null,
                "release-model/rollback",
                rollback.release(),
                null);
        try (Acts.Scope scope = Acts.begin(act)) {
            boolean told = byGuardrail && cases.tell(rollback.release(), Processes.GUARDRAIL_BREACHED, person)
                    || cases.tell(rollback.release(), Processes.ROLLED_BACK, person);
            if (told) {
                rollouts.told(rollback.release());
            } else {
                tellClosed(rollback, person);
            }
        }
    }

    /**
     * A case that is open but does not wait for the message is about to record the rollback itself. Of several nodes
     * that find it closed, one opens the incident.
     */
    private void tellClosed(Rollback rollback, Map<String, Object> person) {
        if (!cases.isOpen(rollback.release())
                && rollouts.told(rollback.release())
                && releases.get(rollback.release()).state() != ReleaseState.ROLLED_BACK) {
            cases.beginIncident(rollback.release(), person);
        }
    }
}
