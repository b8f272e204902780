package io.imprimatur.risk.internal;

import static io.imprimatur.risk.internal.Bands.falling;
import static io.imprimatur.risk.internal.Bands.rising;
import static io.imprimatur.risk.internal.Bands.shown;
import static io.imprimatur.risk.internal.Bands.sum;

import io.imprimatur.identity.Role;
import io.imprimatur.risk.Risk;
import io.imprimatur.risk.RiskArea;
import io.imprimatur.risk.RiskFacts;
import io.imprimatur.risk.RiskFacts.Data;
import io.imprimatur.risk.RiskFacts.Safeguards;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the version was measured on, by the completeness of the evaluation's data set. */
public final class DataRisks {

    private static final String EVALUATION_FAILS = "The evaluation fails where the score needs such a cell.";
    private static final String ERROR_GUARDRAIL = "errorRate";
    private static final String UNMEASURED = "Nobody measured it.";

    private DataRisks() {}

    public static List<Risk> of(RiskFacts facts, boolean people, boolean champion) {
        Data data = facts.data();
        return List.of(
                missingValues(data),
                unknownValues(data),
                untriedCodes(data, facts.plan(), people, champion),
                fewRows(data, facts.plan(), champion));
    }

    private static Risk missingValues(@Nullable Data data) {
        Draft draft = draft("missing-values", "The figures leave out people whose values are missing.");
        if (data == null) {
            return draft.found(UNMEASURED, 5, 3).risk();
        }
        int worst = data.missing().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return draft.found(
                        worst == 0
                                ? "No cell of " + data.rows() + " rows is empty."
                                : "Empty cells in " + data.rows() + " rows: " + shown(data.missing()) + ".",
                        rising((double) worst / data.rows(), 0, 0.01, 0.05, 0.2),
                        3)
                .mitigated(EVALUATION_FAILS, 1)
                .risk();
    }

    private static Risk unknownValues(@Nullable Data data) {
        Draft draft = draft("unknown-values", "The rows hold what the model card does not know.");
        if (data == null) {
            return draft.found(UNMEASURED, 5, 4).risk();
        }
        return draft.found(
                        data.unknown().isEmpty()
                                ? "Every value is one that the model card knows."
                                : "Cells that the card does not know: " + shown(data.unknown()) + ".",
                        data.unknown().isEmpty() ? 1 : 5,
                        4)
                .mitigated(EVALUATION_FAILS, 1)
                .risk();
    }

    private static Risk untriedCodes(@Nullable Data data, Safeguards plan, boolean people, boolean champion) {
        Draft draft = draft("untried-codes", "Clients send what the evaluation never tried.");
        int impact = people ? 4 : 3;
        if (data == null) {
            draft.found(UNMEASURED, 5, impact);
        } else if (data.untried().isEmpty()) {
            draft.found("Every code of the model card was tried.", 1, impact);
        } else {
            draft.found(
                    "Codes that the card lists and no row has: " + shown(data.untried()) + ".",
                    sum(data.untried()) < 3 ? 3 : sum(data.untried()) < 10 ? 4 : 5,
                    impact);
        }
        return draft.mitigatedIf(
                        plan.guardrails().contains(ERROR_GUARDRAIL),
                        "The guardrail " + ERROR_GUARDRAIL + " rolls back by itself, in every stage.",
                        1)
                .mitigatedIf(champion, "Where it fails, the champion answers within the same request.", 1)
                .risk();
    }

    private static Risk fewRows(@Nullable Data data, Safeguards plan, boolean champion) {
        Draft draft = draft("few-rows", "Too few rows carry the figures.");
        if (data == null) {
            draft.found(UNMEASURED, 5, 3);
        } else {
            draft.found(data.rows() + " rows were evaluated.", falling(data.rows(), 1_000, 500, 200, 50), 3);
        }
        return draft.mitigatedIf(
                        champion && plan.testSample() > 0,
                        "An A/B test with " + plan.testSample() + " outcomes an arm or more comes before the sign-off.",
                        1)
                .risk();
    }

    private static Draft draft(String id, String title) {
        return new Draft(RiskArea.DATA, id, title, Role.ML_ENGINEER.group());
    }
}
