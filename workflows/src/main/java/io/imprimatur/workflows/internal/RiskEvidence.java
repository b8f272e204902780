package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.LoadReport.Side;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.release.AbTestPlan;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.GuardrailBound;
import io.imprimatur.release.Plan;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Threshold;
import io.imprimatur.risk.RiskFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries what the other gates found to the register of risks, as values: no gate sees another. */
public final class RiskEvidence {

    public static final String REGISTER = "register";
    static final String LOAD = "load";
    static final String FIRST_LOAD = "firstLoad";
    static final String AGAINST = "against";

    private static final String NOBODY = "nobody";
    private static final String LATENCY_RATIO = "latencyRatio";
    private static final String THROUGHPUT_RATIO = "throughputRatio";

    private RiskEvidence() {}

    /** The risk assessment of a release, to be changed; an empty one while there is none. */
    public static ObjectNode assessed(ReleaseView release) {
        return Evidence.copy(release, EvidenceKind.RISK);
    }

    /** The engine that the release's archive is made for, as its intake found. */
    static Engine engine(ReleaseView release) {
        String found = document(release, EvidenceKind.INTAKE)
                .path("archive")
                .path("engine")
                .asText();
        return found.isEmpty() ? Engine.PYTORCH : Engine.of(found);
    }

    /** @param serving where this node runs models of that engine */
    static RiskFacts facts(ReleaseView release, Device serving) {
        JsonNode evaluated = document(release, EvidenceKind.EVALUATION);
        JsonNode intake = document(release, EvidenceKind.INTAKE);
        return new RiskFacts(
                quality(evaluated.path("challenger")),
                load(document(release, EvidenceKind.RISK).path(LOAD)),
                data(evaluated.path("completeness")),
                archive(intake.path("archive")),
                platform(intake.path("archive").path(FIRST_LOAD), serving),
                safeguards(release));
    }

    /** Whether the load was measured against this champion already. */
    static boolean isMeasuredAgainst(JsonNode assessed, @Nullable VersionId champion) {
        return assessed.path(LOAD).path(AGAINST).asText().equals(against(champion));
    }

    static String against(@Nullable VersionId champion) {
        return champion == null ? NOBODY : champion.toString();
    }

    /** The report as evidence, rounded to what it can tell. */
    static ObjectNode load(LoadReport report, @Nullable VersionId champion) {
        ObjectNode document =
                CanonicalJson.object().put(AGAINST, against(champion)).put("rounds", report.rounds());
        putRatio(document, LATENCY_RATIO, report.latencyRatio());
        putRatio(document, THROUGHPUT_RATIO, report.throughputRatio());
        document.set("candidate", side(report.candidate()));
        Side other = report.champion();
        if (other != null) {
            document.set("champion", side(other));
        }
        return document;
    }

    private static void putRatio(ObjectNode document, String name, @Nullable Double ratio) {
        if (ratio != null) {
            document.put(name, Math.round(ratio * 1_000) / 1_000.0);
        }
    }

    private static ObjectNode side(Side side) {
        return CanonicalJson.object()
                .put("answers", side.answers())
                .put("failures", side.failures())
                .put("medianMicros", Math.round(side.medianMicros()))
                .put("p95Micros", Math.round(side.p95Micros()))
                .put("perSecond", Math.round(side.perSecond()));
    }

    private static RiskFacts.@Nullable Load load(JsonNode measured) {
        JsonNode candidate = measured.path("candidate");
        if (candidate.isMissingNode()) {
            return null;
        }
        return new RiskFacts.Load(
                figure(measured, LATENCY_RATIO),
                figure(measured, THROUGHPUT_RATIO),
                candidate.path("answers").asLong(),
                candidate.path("failures").asLong());
    }

    private static RiskFacts.@Nullable Quality quality(JsonNode challenger) {
        Double brier = figure(challenger.path("metrics"), "brier");
        if (brier == null) {
            return null;
        }
        Map<String, RiskFacts.Slice> slices = new HashMap<>();
        challenger.path("slices").fields().forEachRemaining(slice -> {
            Double own = figure(slice.getValue(), "brier");
            if (own != null) {
                slices.put(
                        slice.getKey(),
                        new RiskFacts.Slice(slice.getValue().path("rows").asInt(), own));
            }
        });
        Map<String, Double> ratios = new HashMap<>();
        challenger
                .path("selectionRatios")
                .fields()
                .forEachRemaining(ratio ->
                        // Not defined when nobody at all was selected: the worst there is.
                        ratios.put(ratio.getKey(), ratio.getValue().asDouble(0)));
        return new RiskFacts.Quality(brier, slices, ratios);
    }

    private static RiskFacts.@Nullable Data data(JsonNode completeness) {
        if (completeness.isMissingNode()) {
            return null;
        }
        return new RiskFacts.Data(
                completeness.path("rows").asInt(),
                counts(completeness.path("missing")),
                counts(completeness.path("unknown")),
                counts(completeness.path("untried")));
    }

    private static RiskFacts.@Nullable Archive archive(JsonNode scanned) {
        if (scanned.isMissingNode()) {
            return null;
        }
        List<String> imports = new ArrayList<>();
        scanned.path("imports").forEach(name -> imports.add(name.asText()));
        JsonNode format = scanned.path("formatVersion");
        return new RiskFacts.Archive(
                scanned.path("accepted").asBoolean(false),
                scanned.path("entries").asInt(),
                scanned.path("bytes").asLong(),
                imports,
                format.isInt() ? format.intValue() : null);
    }

    private static RiskFacts.@Nullable Platform platform(JsonNode firstLoad, Device serving) {
        if (!firstLoad.has("device")) {
            return null;
        }
        return new RiskFacts.Platform(
                firstLoad.path("device").asText(),
                firstLoad.path("engine").asText(),
                firstLoad.path("millis").asLong(),
                serving.name(),
                serving.engine());
    }

    private static RiskFacts.Safeguards safeguards(ReleaseView release) {
        Plan plan = release.plan();
        AbTestPlan test = plan.abTest();
        return new RiskFacts.Safeguards(
                plan.evaluation().thresholds().stream().map(Threshold::metric).collect(Collectors.toSet()),
                plan.guardrails().stream().map(GuardrailBound::metric).collect(Collectors.toSet()),
                test == null ? 0 : test.minimumSamplePerArm());
    }

    private static Map<String, Integer> counts(JsonNode byColumn) {
        Map<String, Integer> counts = new HashMap<>();
        byColumn.fields()
                .forEachRemaining(
                        count -> counts.put(count.getKey(), count.getValue().asInt()));
        return counts;
    }

    private static @Nullable Double figure(JsonNode document, String name) {
        return document.path(name).isNumber()
                ? Objects.requireNonNull(document.get(name)).doubleValue()
                : null;
    }

    private static JsonNode document(ReleaseView release, EvidenceKind kind) {
        return release.evidence().getOrDefault(kind, CanonicalJson.object());
    }
}
