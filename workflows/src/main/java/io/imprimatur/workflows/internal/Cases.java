package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.workflows.Processes;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Execution;
import org.jspecify.annotations.Nullable;

/** The cases of the releases: begins them and tells them what happened. It joins the caller's transaction. */
@ApplicationScoped
public class Cases {

    private final RuntimeService runtime;
    private final EngineStart engine;

    @Inject
    public Cases(RuntimeService runtime, EngineStart engine) {
        this.runtime = runtime;
        this.engine = engine;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Cases() {
        this.runtime = null;
        this.engine = null;
    }

    boolean isEngineRunning() {
        return engine.isRunning();
    }

    /** Begins the case of a release, in the name of the act in progress. */
    void begin(ReleaseId release) {
        requireEngine();
        Map<String, Object> variables = person(Acts.current());
        variables.put(Variables.RELEASE, release.toString());
        runtime.startProcessInstanceByKey(Processes.RELEASE_MODEL, release.toString(), variables);
    }

    /** Begins a case that has only an incident to review, for a release whose own case is over. */
    void beginIncident(ReleaseId release, Map<String, Object> person) {
        Map<String, Object> variables = new HashMap<>(person);
        variables.put(Variables.RELEASE, release.toString());
        runtime.startProcessInstanceByMessage(Processes.ROLLED_BACK_IN_SERVICE, release.toString(), variables);
    }

    /** Begins to watch the approvals of a version that was promoted. */
    void beginWatch(ReleaseId release) {
        runtime.startProcessInstanceByKey(
                Processes.SERVICE_WATCH, release.toString(), Map.of(Variables.RELEASE, release.toString()));
    }

    /** Ends that watch; nothing happens if there is none. */
    void endWatch(ReleaseId release) {
        tell(release, Processes.SERVICE_ENDED, person(Actor.SYSTEM.subject(), null));
    }

    /** Whether the release's own case is open; the watch over a version in service is another one. */
    boolean isOpen(ReleaseId release) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(release.toString())
                        .processDefinitionKeyNotIn(Processes.SERVICE_WATCH)
                        .count()
                > 0;
    }

    /**
     * Tells the case a message, where it waits for it. A called process that waits for the same message hears it
     * before its caller.
     *
     * @return false when no process of the case waits for it
     * @throws DomainException CHANGED_CONCURRENTLY when the case moved on at the same moment
     */
    boolean tell(ReleaseId release, String message, Map<String, Object> person) {
        requireEngine();
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(release.toString())
                .messageEventSubscriptionName(message)
                .list();
        Optional<Execution> first = waiting.stream()
                .filter(execution -> !isRoad(execution))
                .findFirst()
                .or(() -> waiting.stream().findFirst());
        try {
            first.ifPresent(execution -> runtime.messageEventReceived(message, execution.getId(), person));
        } catch (ProcessEngineException e) {
            if (e instanceof NullValueException || Refusal.tellsOfALostRace(e)) {
                throw DomainException.conflict(
                        "CHANGED_CONCURRENTLY",
                        "The case of release " + release + " moved on at the same moment. Read it again.");
            }
            throw e;
        }
        return first.isPresent();
    }

    /** The stage in which a rollout of the release waits for this message; empty when it does not wait for it. */
    Optional<HeldStage> stageWaitingFor(ReleaseId release, String message) {
        requireEngine();
        return runtime
                .createExecutionQuery()
                .processInstanceBusinessKey(release.toString())
                .messageEventSubscriptionName(message)
                .list()
                .stream()
                .findFirst()
                .map(waiting -> HeldStage.of(
                        runtime.getVariable(waiting.getId(), Variables.PHASE),
                        runtime.getVariable(waiting.getId(), Variables.STAGE)));
    }

    private boolean isRoad(Execution execution) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceId(execution.getProcessInstanceId())
                        .processDefinitionKey(Processes.RELEASE_MODEL)
                        .count()
                > 0;
    }

    private void requireEngine() {
        if (!engine.isRunning()) {
            throw DomainException.unavailable(
                    "ENGINE_UNAVAILABLE", "The workflow engine is not running on this node; try again in a moment.");
        }
    }

    /** The person of an act, as the variables that travel with the case. */
    static Map<String, Object> person(Act act) {
        Role role = act.role();
        if (role == null && act.actor().has(Role.ML_ENGINEER)) {
            role = Role.ML_ENGINEER;
        }
        return person(act.actor().subject(), role == null ? null : role.group());
    }

    static Map<String, Object> person(String subject, @Nullable String role) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(Variables.ACTED_BY, subject);
        variables.put(Variables.ACTED_ROLE, role);
        return variables;
    }
}
