package io.imprimatur.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.registry.ModelCard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RiskFactorsTest {

    @Test
    void they_are_what_the_card_says_and_what_the_gates_said() {
        RiskFactorSheet sheet = sheet(
                """
                {"domain": "credit-scoring", "naturalPersons": true, "automatedDecision": false,
                 "personalData": [{"column": "Age", "specialCategory": false}, {"column": "Health", "specialCategory": true}]}""",
                Map.of("evaluation", Verdict.pass(Map.of()), "privacy", Verdict.fail(List.of("missing"), Map.of())));

        assertThat(sheet).isEqualTo(new RiskFactorSheet("credit-scoring", true, false, true, true, true, false));
    }

    @Test
    void what_nobody_said_counts_as_the_riskier_of_the_two() {
        RiskFactorSheet sheet = sheet("{}", Map.of());

        assertThat(sheet).isEqualTo(new RiskFactorSheet("unknown", true, true, false, false, false, false));
    }

    private static RiskFactorSheet sheet(String card, Map<String, Verdict> verdicts) {
        JsonNode document = CanonicalJson.parse(card);
        return RiskFactors.sheet(new ModelCard(1, CanonicalJson.digest(document), document), verdicts);
    }
}
