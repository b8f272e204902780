package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Variables;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which category of the EU AI Act a use falls into (Regulation (EU) 2024/1689, Articles 5, 6 and 50): a question that
 * the risk manager answers with a reason before accepting the risk, and again when the acceptance is given anew. Whoever calls a use prohibited ends the case: it can
 * be neither approved nor sent back for rework.
 */
final class AiActQuestion {

    static final String ASKED_IN = "Task_RiskAssessment";

    static final String PROHIBITED = "prohibited";
    private static final Set<String> CATEGORIES = Set.of(PROHIBITED, "high", "limited", "minimal");

    private AiActQuestion() {}

    /**
     * The answer, for the record; empty where the release is not accepted and nothing was answered.
     *
     * @param before what was stated at the approval that is given anew; its reason goes on for the same category
     */
    static Map<String, String> answer(Submission submission, Map<String, String> before) {
        boolean approves = "approve".equals(submission.decision());
        String category = submission.text(Variables.EU_AI_ACT_CATEGORY);
        String sent = submission.text(Variables.EU_AI_ACT_REASON);
        String reason = sent.isEmpty() && category.equals(before.get(Variables.EU_AI_ACT_CATEGORY))
                ? before.getOrDefault(Variables.EU_AI_ACT_REASON, "")
                : sent;
        if (category.isEmpty() && !approves) {
            return Map.of();
        }
        if (!CATEGORIES.contains(category)) {
            throw DomainException.invalid(
                    "AI_ACT_CATEGORY_MISSING",
                    "Name the category of the EU AI Act as the variable 'euAiActCategory': one of "
                            + new TreeSet<>(CATEGORIES) + ".");
        }
        if (reason.isBlank()) {
            throw DomainException.invalid(
                    "AI_ACT_REASON_MISSING", "Say why it is this category: the variable 'euAiActReason'.");
        }
        if (PROHIBITED.equals(category) && !"reject".equals(submission.decision())) {
            throw DomainException.conflict(
                    "USE_PROHIBITED",
                    "Article 5 of the EU AI Act prohibits this use: it can be neither approved nor reworked. "
                            + "Reject the release.");
        }
        return Map.of(Variables.EU_AI_ACT_CATEGORY, category, Variables.EU_AI_ACT_REASON, reason);
    }
}
