package io.imprimatur.risk.internal;

import static io.imprimatur.risk.internal.Bands.falling;
import static io.imprimatur.risk.internal.Bands.rising;
import static io.imprimatur.risk.internal.Bands.shown;

import io.imprimatur.identity.Role;
import io.imprimatur.risk.Risk;
import io.imprimatur.risk.RiskArea;
import io.imprimatur.risk.RiskFacts;
import io.imprimatur.risk.RiskFacts.Load;
import io.imprimatur.risk.RiskFacts.Quality;
import io.imprimatur.risk.RiskFacts.Safeguards;
import io.imprimatur.risk.RiskFacts.Slice;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom the version serves how well, and how fast, by the evaluation's slices and the load test. */
public final class PerformanceRisks {

    /** Of fewer rows, a figure is mostly chance: it raises no more than a moderate suspicion. */
    private static final int FEW_ROWS = 30;

    private static final int SUSPICION = 3;
    private static final String LATENCY_GUARDRAIL = "latencyP99Millis";

    private PerformanceRisks() {}

    /** @param people whether the model is about natural persons, who bear the harm */
    public static List<Risk> of(RiskFacts facts, boolean people) {
        return List.of(
                worstSlice(facts.quality(), facts.plan(), people),
                unequalSelection(facts.quality(), facts.plan(), people),
                slowAnswers(facts.load(), facts.plan()),
                fewAnswers(facts.load()));
    }

    private static Risk worstSlice(@Nullable Quality quality, Safeguards plan, boolean people) {
        Draft draft = new Draft(
                RiskArea.PERFORMANCE,
                "worst-slice",
                "A group of people is served worse than the whole.",
                Role.ML_ENGINEER.group());
        int impact = people ? 4 : 2;
        if (quality == null) {
            return draft.found("Nobody measured it.", 5, impact).risk();
        }
        Optional<Map.Entry<String, Slice>> worst = quality.slices().entrySet().stream()
                .max(Comparator.<Map.Entry<String, Slice>>comparingInt(slice -> likelihood(slice.getValue(), quality))
                        .thenComparingDouble(slice -> slice.getValue().brier()));
        if (worst.isEmpty()) {
            return draft.found("The plan names no groups to measure apart.", people ? 4 : 2, impact)
                    .risk();
        }
        String name = worst.get().getKey();
        Slice slice = worst.get().getValue();
        String bound = "brier." + name;
        return draft.found(
                        "Brier score " + shown(slice.brier(), 4) + " for " + name + " (" + slice.rows() + " rows), "
                                + shown(quality.brier(), 4) + " for all: "
                                + shown(slice.brier() / quality.brier(), 2) + " times as much.",
                        likelihood(slice, quality),
                        impact)
                .mitigatedIf(
                        plan.thresholds().contains(bound),
                        "The plan's threshold on " + bound + " refuses a version beyond it.",
                        1)
                .risk();
    }

    private static int likelihood(Slice slice, Quality quality) {
        int likelihood = rising(slice.brier() / quality.brier(), 1.05, 1.15, 1.3, 1.6);
        return slice.rows() < FEW_ROWS ? Math.min(SUSPICION, likelihood) : likelihood;
    }

    /**
     * The four-fifths rule of the US Uniform Guidelines on Employee Selection Procedures (29 CFR 1607.4 D): a ratio below
     * 0.8 is generally taken as evidence of adverse impact.
     */
    private static Risk unequalSelection(@Nullable Quality quality, Safeguards plan, boolean people) {
        Draft draft = new Draft(
                RiskArea.PERFORMANCE,
                "unequal-selection",
                "One group of people is selected far less often than another.",
                Role.ML_ENGINEER.group());
        int impact = people ? 4 : 2;
        if (quality == null) {
            return draft.found("Nobody measured it.", 5, impact).risk();
        }
        Optional<Map.Entry<String, Double>> worst =
                quality.selectionRatios().entrySet().stream().min(Map.Entry.comparingByValue());
        if (worst.isEmpty()) {
            return draft.found("The plan names no groups to measure apart.", people ? 4 : 2, impact)
                    .risk();
        }
        String bound = "selectionRatio." + worst.get().getKey();
        double ratio = worst.get().getValue();
        return draft.found(
                        "Selection ratio " + shown(ratio, 2) + " by "
                                + worst.get().getKey() + "; below 0.80 is taken as adverse impact.",
                        falling(ratio, 0.95, 0.9, 0.8, 0.65),
                        impact)
                .mitigatedIf(
                        plan.thresholds().contains(bound),
                        "The plan's threshold on " + bound + " refuses a version beyond it.",
                        1)
                .risk();
    }

    private static Risk slowAnswers(@Nullable Load load, Safeguards plan) {
        Draft draft = new Draft(
                RiskArea.PERFORMANCE,
                "slow-answers",
                "It answers more slowly than clients are used to.",
                Role.OPERATOR.group());
        return measured(
                        draft,
                        load,
                        load == null ? null : load.latencyRatio(),
                        "Median latency",
                        load == null || load.latencyRatio() == null
                                ? SUSPICION
                                : rising(load.latencyRatio(), 1.2, 1.6, 2.5, 5))
                .mitigatedIf(
                        plan.guardrails().contains(LATENCY_GUARDRAIL),
                        "The guardrail " + LATENCY_GUARDRAIL + " rolls back by itself, in every stage.",
                        2)
                .risk();
    }

    private static Risk fewAnswers(@Nullable Load load) {
        Draft draft = new Draft(
                RiskArea.PERFORMANCE,
                "few-answers",
                "A node answers fewer requests than with the champion.",
                Role.OPERATOR.group());
        return measured(
                        draft,
                        load,
                        load == null ? null : load.throughputRatio(),
                        "Throughput",
                        load == null || load.throughputRatio() == null
                                ? SUSPICION
                                : falling(load.throughputRatio(), 0.8, 0.6, 0.4, 0.2))
                .mitigated("Traffic grows in stages; what a node cannot answer in time is told as 429.", 1)
                .risk();
    }

    private static Draft measured(
            Draft draft, @Nullable Load load, @Nullable Double ratio, String figure, int likelihood) {
        int impact = 3;
        if (load == null) {
            return draft.found("Nobody measured it.", 5, impact);
        }
        if (load.failures() > 0) {
            return draft.found(
                    load.failures() + " of " + (load.answers() + load.failures()) + " requests failed under load.",
                    5,
                    impact);
        }
        return ratio == null
                ? draft.found("There is no champion to compare it with.", likelihood, impact)
                : draft.found(
                        figure + " " + shown(ratio, 1) + " times the champion's, in one run.", likelihood, impact);
    }
}
