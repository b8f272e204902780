package io.imprimatur.incontainer.races;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/** One model, the people who work at it, and the release that they race for. */
final class World {

    private static final int MOST_STEPS = 60;
    private static final Map<String, Gate> GATES =
            Map.of("Task_PrivacyReview", Gate.PRIVACY, "Task_RiskAssessment", Gate.RISK, "Task_SignOff", Gate.SIGN_OFF);

    final House house;
    final ModelName model;
    private final Map<String, String> people = new ConcurrentHashMap<>();

    VersionId version;
    ReleaseId release;
    String key;
    int amendments;

    World(House house, ModelName model, boolean withChampion, Depth depth) {
        this.house = house;
        this.model = model;
        this.version = house.version(model, person("engineer"), true);
        this.key = UUID.randomUUID().toString();
        this.release = house.submit(version, person("engineer"), key);
        if (withChampion) {
            advance(Depth.IN_SERVICE);
            next();
        }
        advance(depth);
    }

    /** Another version, submitted by the same engineer. */
    void next() {
        version = house.version(model, person("engineer"), false);
        key = UUID.randomUUID().toString();
        release = house.submit(version, person("engineer"), key);
    }

    Engine engine() {
        return new Engine(house.engine, release.toString());
    }

    String person(String who) {
        return people.computeIfAbsent(who, name -> UUID.randomUUID().toString());
    }

    /** Takes the case along its road while nobody races. */
    private void advance(Depth depth) {
        for (int steps = 0; !hasReached(depth); steps++) {
            if (steps == MOST_STEPS) {
                throw new IllegalStateException(model + " never reached " + depth + " but "
                        + house.releases.get(release).state());
            }
            Optional<Task> task = engine().task();
            if (task.isPresent()) {
                decide(task.get(), "approve", "").run();
            } else {
                engine().jobs().stream().findFirst().ifPresent(engine()::run);
            }
        }
    }

    private boolean hasReached(Depth depth) {
        return depth == Depth.IN_SERVICE
                ? house.releases.get(release).state() == ReleaseState.IN_SERVICE
                : engine().waitsAt(depth.activity());
    }

    /** Does what is due until nothing is. */
    void settle() {
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            try {
                house.tellRollbacks(model);
                List<Job> due = engine().dueJobs();
                if (due.isEmpty()) {
                    return;
                }
                engine().run(due.get(0));
            } catch (RuntimeException e) {
                // Tried again: the product's own watch tells rollbacks at the same time, and the engine counts what
                // fails; what gives up is found by the checker.
            }
        }
    }

    /** A decision on the task as it is now, to be sent when the race begins. */
    Runnable decide(Task task, String decision, String suffix) {
        Gate gate = GATES.get(task.getTaskDefinitionKey());
        if (gate == null) {
            return complete(task, Role.ML_ENGINEER, "engineer", Map.of());
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put("decision", decision);
        variables.put("reason", decision.equals("approve") ? "" : "Not like this.");
        variables.put("evidenceDigest", house.releases.digest(release, gate).hex());
        if (gate == Gate.PRIVACY && decision.equals("approve")) {
            variables.put("residualRisk", "medium");
        }
        if (gate == Gate.RISK && decision.equals("approve")) {
            variables.put("euAiActCategory", "high");
            variables.put("euAiActReason", "Creditworthiness of natural persons.");
        }
        return complete(task, gate.role(), gate.name() + suffix, variables);
    }

    private Runnable complete(Task task, Role role, String who, Map<String, Object> variables) {
        String subject = person(who);
        return () -> house.atEngine(
                subject, role, () -> house.engine.getTaskService().complete(task.getId(), variables));
    }

    /** The gate whose review is open now. */
    @Nullable
    Task review() {
        return engine().task()
                .filter(task -> GATES.containsKey(task.getTaskDefinitionKey()))
                .orElse(null);
    }
}
