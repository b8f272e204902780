package io.imprimatur.risk;

/**
 * What the decision table reads.
 *
 * @param domain where the model is used, {@code credit-scoring}
 * @param naturalPersons whether it is about people
 * @param automatedDecision whether its output decides
 * @param specialCategories whether it uses data of GDPR Article 9
 * @param personalData whether it uses personal data
 * @param evaluationPassed what the evaluation said
 * @param privacyPassed whether the privacy findings were complete
 */
public record RiskFactorSheet(
        String domain,
        boolean naturalPersons,
        boolean automatedDecision,
        boolean specialCategories,
        boolean personalData,
        boolean evaluationPassed,
        boolean privacyPassed) {}
