package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a version is to come into service, fixed at submission: what it must show, how it is tried, how fast it grows,
 * and what rolls it back.
 *
 * @param abTest null when the plan has none
 * @param stages ascending shares; the last is 10,000
 * @param document the plan as it was submitted: what the evidence digest covers
 */
public record Plan(
        EvaluationPlan evaluation,
        Stage pilot,
        @Nullable AbTestPlan abTest,
        List<Stage> stages,
        List<GuardrailBound> guardrails,
        JsonNode document) {

    public Plan {
        stages = List.copyOf(stages);
        guardrails = List.copyOf(guardrails);
    }
}
