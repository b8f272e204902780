package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.release.AbTestPlan;
import io.imprimatur.release.EvaluationPlan;
import io.imprimatur.release.GuardrailBound;
import io.imprimatur.release.Margin;
import io.imprimatur.release.Plan;
import io.imprimatur.release.Slice;
import io.imprimatur.release.Stage;
import io.imprimatur.release.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a plan: against its JSON Schema first, then against the rules that a schema cannot say. */
public final class PlanReader {

    private static final Schema SCHEMA = new Schema("plan.schema.json");

    private PlanReader() {}

    /**
     * The plan of the document.
     *
     * @throws DomainException PLAN_INVALID with every fault found, each with a JSON Pointer to its place
     */
    public static Plan read(JsonNode document) {
        List<Fault> faults = SCHEMA.faults(document);
        if (faults.isEmpty()) {
            faults = PlanRules.faults(document);
        }
        if (!faults.isEmpty()) {
            throw DomainException.unprocessable(
                    "PLAN_INVALID",
                    "The plan has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.")
                            + " Each is named with a pointer to its place; mend them and submit again.",
                    faults);
        }
        return plan(document);
    }

    /** The plan of a document that was read before. */
    static Plan plan(JsonNode document) {
        JsonNode abTest = document.get("abTest");
        return new Plan(
                evaluation(document.path("evaluation")),
                stage(document.path("pilot")),
                abTest == null ? null : abTest(abTest),
                list(document.path("stages"), PlanReader::stage),
                list(document.path("guardrails"), PlanReader::guardrail),
                document);
    }

    private static EvaluationPlan evaluation(JsonNode node) {
        return new EvaluationPlan(
                new Digest(node.path("dataset").asText()),
                node.path("label").asText(),
                node.path("positive").asText(),
                list(node.path("thresholds"), PlanReader::threshold),
                list(node.path("againstChampion"), PlanReader::margin),
                list(node.path("againstParent"), PlanReader::margin),
                list(node.path("slices"), PlanReader::slice));
    }

    private static Stage stage(JsonNode node) {
        return new Stage(
                node.path("share").asInt(),
                duration(node.path("hold")),
                node.path("minimumPredictions").asInt(0));
    }

    private static AbTestPlan abTest(JsonNode node) {
        return new AbTestPlan(
                node.path("share").asInt(),
                node.path("metric").asText(),
                node.path("margin").asDouble(),
                node.path("alpha").asDouble(),
                node.path("minimumSamplePerArm").asInt(),
                duration(node.path("maximumDuration")));
    }

    private static GuardrailBound guardrail(JsonNode node) {
        return new GuardrailBound(
                node.path("metric").asText(),
                node.path("atMost").asDouble(),
                node.path("minimumPredictions").asInt(1));
    }

    private static Threshold threshold(JsonNode node) {
        return new Threshold(node.path("metric").asText(), number(node, "atLeast"), number(node, "atMost"));
    }

    private static Margin margin(JsonNode node) {
        return new Margin(
                node.path("metric").asText(), node.path("worseByAtMost").asDouble());
    }

    private static Slice slice(JsonNode node) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> group : node.path("groups").properties()) {
            groups.put(group.getKey(), list(group.getValue(), JsonNode::asText));
        }
        return new Slice(
                node.path("name").asText(),
                node.path("column").asText(),
                groups,
                list(node.path("bands"), JsonNode::asDouble));
    }

    private static Duration duration(JsonNode node) {
        return Duration.parse(node.asText());
    }

    private static @Nullable Double number(JsonNode node, String member) {
        return node.has(member) ? node.path(member).asDouble() : null;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        List<T> list = new ArrayList<>();
        array.forEach(node -> list.add(each.apply(node)));
        return list;
    }
}
