package io.imprimatur.workflows.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Delegates that remember that they ran and set what the test planned for them. */
final class FakeSteps {

    private static final List<String> NAMES = List.of(
            "intake",
            "evaluation",
            "privacyFindings",
            "riskFactors",
            "loadTest",
            "riskProposal",
            "approvalsCheck",
            "stageShare",
            "stageAnalysis",
            "stepBack",
            "rollback",
            "watchEnd",
            "championSearch",
            "noTest",
            "testPlan",
            "testSplit",
            "testAnalysis",
            "testExtension",
            "trafficStop",
            "signOffRequest",
            "promotion",
            "rejection",
            "rollbackRecord",
            "freezeCheck",
            "serviceOutlook",
            "attestationRequest",
            "serviceEnd",
            "escalation");

    /** The steps before a review. */
    private static final List<String> ASKING = List.of("privacyFindings", "riskProposal", "signOffRequest");

    private final Map<String, List<Map<String, Object>>> plans = new ConcurrentHashMap<>();
    private final List<String> ran = new ArrayList<>();

    /** The fakes by name, for the engine. */
    Map<Object, Object> beans() {
        Map<Object, Object> beans = new HashMap<>();
        for (String name : NAMES) {
            JavaDelegate step = execution -> run(name, execution);
            beans.put(name, step);
        }
        return beans;
    }

    void forget() {
        plans.clear();
        ran.clear();
    }

    /** The step sets these variables when it runs next; the last plan stays in force. */
    FakeSteps plan(String step, Map<String, Object> variables) {
        plans.computeIfAbsent(step, name -> new ArrayList<>()).add(variables);
        return this;
    }

    FakeSteps plan(String step, String variable, Object value) {
        return plan(step, Map.of(variable, value));
    }

    List<String> ran() {
        return ran;
    }

    private void run(String name, DelegateExecution execution) {
        if (name.equals("freezeCheck")) {
            // Looked at before every share: told only when the test plans a freeze.
            execution.setVariable("frozen", false);
        } else {
            ran.add(name + phase(execution));
        }
        if (ASKING.contains(name)) {
            execution.setVariable("reviewers", 1);
            execution.setVariable("decision", "approve");
        }
        List<Map<String, Object>> planned = plans.getOrDefault(name, List.of());
        if (planned.isEmpty()) {
            return;
        }
        Map<String, Object> now = planned.size() > 1 ? planned.remove(0) : planned.get(0);
        if (now.containsKey("error")) {
            throw new BpmnError(String.valueOf(now.get("error")));
        }
        now.forEach(execution::setVariable);
    }

    private static String phase(DelegateExecution execution) {
        Object phase = execution.getVariable("phase");
        return phase == null ? "" : ":" + phase;
    }
}
