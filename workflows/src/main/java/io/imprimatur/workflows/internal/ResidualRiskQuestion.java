package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Variables;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which risk to people is left when the measures are taken: a question that the privacy officer answers before
 * approving. Where it stays high, the supervisory authority is consulted first (GDPR Article 36(1)), and the case goes
 * on only with its answer on the record. What the authority objects to is approved by nobody.
 */
final class ResidualRiskQuestion {

    static final String ASKED_IN = "Task_PrivacyReview";

    private static final String HIGH = "high";
    private static final Set<String> RISKS = Set.of("low", "medium", HIGH);
    private static final String OBJECTION = "objection";
    private static final Set<String> OUTCOMES = Set.of("no-objection", "advice", OBJECTION);

    private ResidualRiskQuestion() {}

    /**
     * The answer, for the record; empty where the release is not approved and nothing was answered.
     *
     * @param before what was stated at the approval that is given anew; its consultation goes on for the same risk
     * @param today no authority has answered after it
     */
    static Map<String, String> answer(Submission submission, Map<String, String> before, LocalDate today) {
        boolean approves = "approve".equals(submission.decision());
        String risk = submission.text(Variables.RESIDUAL_RISK);
        boolean consulted = !submission.text(Variables.CONSULTATION_REFERENCE).isEmpty()
                || !submission.text(Variables.CONSULTATION_DATE).isEmpty()
                || !submission.text(Variables.CONSULTATION_OUTCOME).isEmpty();
        if (risk.isEmpty() && !consulted && !approves) {
            return Map.of();
        }
        if (!RISKS.contains(risk)) {
            throw DomainException.invalid(
                    "RESIDUAL_RISK_MISSING",
                    "State the risk to people that the measures leave as the variable 'residualRisk': one of "
                            + new TreeSet<>(RISKS) + ".");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        if (risk.equals(before.get(Variables.RESIDUAL_RISK))) {
            answer.putAll(before);
        } else if (!before.isEmpty() && submission.reason().isBlank()) {
            throw DomainException.invalid(
                    "RESIDUAL_RISK_REASON_MISSING",
                    "The residual risk was " + before.get(Variables.RESIDUAL_RISK)
                            + " at the approval. Say why it is another one now: the variable 'reason'.");
        }
        answer.put(Variables.RESIDUAL_RISK, risk);
        if (consulted) {
            answer.putAll(consultation(submission, today));
        }
        if (approves && HIGH.equals(risk)) {
            requireConsulted(answer);
        }
        return answer;
    }

    private static Map<String, String> consultation(Submission submission, LocalDate today) {
        String reference = submission.text(Variables.CONSULTATION_REFERENCE);
        String outcome = submission.text(Variables.CONSULTATION_OUTCOME);
        if (reference.isEmpty() || !OUTCOMES.contains(outcome)) {
            throw DomainException.invalid(
                    "CONSULTATION_INCOMPLETE",
                    "A consultation is recorded with the authority's reference ('consultationReference'), the day of "
                            + "its answer ('consultationDate') and what it answered ('consultationOutcome': one of "
                            + new TreeSet<>(OUTCOMES) + ").");
        }
        return Map.of(
                Variables.CONSULTATION_REFERENCE, reference,
                Variables.CONSULTATION_DATE,
                        day(submission.text(Variables.CONSULTATION_DATE), today).toString(),
                Variables.CONSULTATION_OUTCOME, outcome);
    }

    private static LocalDate day(String sent, LocalDate today) {
        try {
            LocalDate day = LocalDate.parse(sent);
            if (!day.isAfter(today)) {
                return day;
            }
        } catch (DateTimeException e) {
            // told below, like a day that has not come
        }
        throw DomainException.invalid(
                "CONSULTATION_DATE_INVALID",
                "Send the day of the authority's answer as the variable 'consultationDate', such as 2026-05-31; it "
                        + "is not after today.");
    }

    private static void requireConsulted(Map<String, String> answer) {
        if (!answer.containsKey(Variables.CONSULTATION_REFERENCE)) {
            throw DomainException.conflict(
                    "PRIOR_CONSULTATION_MISSING",
                    "A high residual risk is approved only after the supervisory authority was consulted (GDPR "
                            + "Article 36): record its reference, the day and the outcome, or return the release.");
        }
        if (OBJECTION.equals(answer.get(Variables.CONSULTATION_OUTCOME))) {
            throw DomainException.conflict(
                    "CONSULTATION_OBJECTED",
                    "The supervisory authority objects to this processing: it cannot be approved. Return or reject it.");
        }
    }
}
