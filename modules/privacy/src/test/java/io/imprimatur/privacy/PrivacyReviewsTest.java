package io.imprimatur.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.ModelCard;
import org.junit.jupiter.api.Test;

class PrivacyReviewsTest {

    @Test
    void a_complete_card_passes_and_fills_the_four_parts_of_the_assessment() {
        PrivacyFindings findings = findings(card());

        assertThat(findings.verdict().passed()).isTrue();
        assertThat(findings.document().path("impactAssessment").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("description", "necessity", "risks", "measures");
        assertThat(findings.document().at("/inventory/0/column").asText()).isEqualTo("Age");
        assertThat(findings.document().at("/inventory/0/retention").asText()).isEqualTo("P2Y");
    }

    @Test
    void a_missing_retention_period_is_told() {
        ObjectNode card = card();
        card.remove("retention");

        assertThat(findings(card).verdict().reasons())
                .singleElement()
                .asString()
                .contains("no retention period");
    }

    @Test
    void without_personal_data_nobody_asks_how_long_it_is_kept() {
        ObjectNode card = card();
        card.remove("retention");
        card.putArray("personalData");

        assertThat(findings(card).verdict().passed()).isTrue();
    }

    @Test
    void a_special_category_needs_a_ground_of_its_own() {
        ObjectNode card = card();
        ((ObjectNode) card.at("/personalData/0")).put("specialCategory", true);

        assertThat(findings(card).verdict().reasons())
                .singleElement()
                .asString()
                .contains("Article 9(2)");
    }

    @Test
    void a_model_that_decides_must_say_how_article_22_is_kept() {
        ObjectNode card = card();
        card.putArray("forbiddenUses").add("Anything else.");

        assertThat(findings(card).verdict().reasons())
                .singleElement()
                .asString()
                .contains("Article 22");
    }

    private static PrivacyFindings findings(ObjectNode card) {
        return PrivacyReviews.findings(new ModelCard(1, CanonicalJson.digest(card), card));
    }

    private static ObjectNode card() {
        return (ObjectNode) CanonicalJson.parse("""
                {"purpose": "Estimates", "intendedUses": ["Support"], "forbiddenUses": ["Alone (GDPR Article 22)"],
                 "dataSheet": {"description": "400 rows"}, "legalBasis": "GDPR Article 6(1)(b)", "retention": "P2Y",
                 "naturalPersons": true, "automatedDecision": true,
                 "personalData": [{"column": "Age", "category": "age", "specialCategory": false,
                                   "legalBasis": "GDPR Article 6(1)(b)"}]}""");
    }
}
