package io.imprimatur.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.registry.ModelCard;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrivacyReviewsTest {

    private static final String TABLE = """
            Age,Job,Class
            30,clerk,Good
            30,clerk,Bad
            40,cook,Good
            40,cook,Bad""";

    @Test
    void a_complete_card_passes_and_fills_the_four_parts_of_the_assessment() {
        PrivacyFindings findings = findings(card(), TABLE);

        assertThat(findings.verdict().reasons()).isEmpty();
        JsonNode assessment = findings.document().path("impactAssessment");
        assertThat(assessment.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("description", "necessity", "risks", "measures");
        assertThat(assessment.at("/description/purpose").asText()).isEqualTo("Estimates");
        assertThat(assessment.at("/description/recipients").asText()).isEqualTo("officers");
        assertThat(assessment.at("/necessity/servesItsPurpose").asText()).contains("selectionRatio.sex 0.9");
        assertThat(assessment.at("/risks").findValuesAsText("grounds")).contains("selectionRatio.sex is 0.9.");
        assertThat(assessment.at("/measures").findValuesAsText("measure"))
                .anyMatch(measure -> measure.contains("pseudonym"))
                .contains("Forbidden: Alone (GDPR Article 22)");
    }

    @Test
    void the_inventory_tells_each_column_with_all_that_article_30_asks_for() {
        JsonNode column = findings(card(), TABLE).document().at("/inventory/0");

        assertThat(column).isEqualTo(CanonicalJson.parse("""
                {"column": "Age", "category": "age", "specialCategory": "no",
                 "source": "the applicant", "legalBasis": "GDPR Article 6(1)(b)", "retention": "P2Y",
                 "recipients": "officers"}"""));
        assertThat(findings(card(), TABLE)
                        .document()
                        .at("/impactAssessment/necessity/notDeclared")
                        .asText())
                .isEqualTo("Job, Class");
    }

    @Test
    void a_missing_retention_period_is_told() {
        ObjectNode card = card();
        card.remove("retention");

        assertThat(reasons(card)).singleElement().asString().contains("no retention period", "Age");
    }

    @Test
    void a_column_s_own_retention_stands_in_for_the_card_s() {
        ObjectNode card = card();
        card.remove("retention");
        column(card).put("retention", "P1Y");

        assertThat(findings(card, TABLE).document().at("/inventory/0/retention").asText())
                .isEqualTo("P1Y");
        assertThat(reasons(card)).isEmpty();
    }

    @Test
    void a_missing_source_and_missing_recipients_are_told() {
        ObjectNode card = card();
        column(card).remove(List.of("source", "recipients"));

        assertThat(reasons(card))
                .hasSize(2)
                .anyMatch(reason -> reason.contains("where Age come from"))
                .anyMatch(reason -> reason.contains("who receives Age"));
    }

    @Test
    void without_personal_data_nobody_asks_how_long_it_is_kept() {
        ObjectNode card = card();
        card.remove(List.of("retention", "anonymity"));
        card.putArray("personalData");

        assertThat(reasons(card)).isEmpty();
    }

    @Test
    void a_special_category_needs_a_ground_of_its_own() {
        ObjectNode card = card();
        column(card).put("specialCategory", true).put("article9", "health");

        assertThat(reasons(card)).singleElement().asString().contains("Article 9(2)");
        column(card).put("legalBasis", "GDPR Article 9(2)(a)");
        assertThat(reasons(card)).isEmpty();
    }

    @Test
    void a_special_category_is_named() {
        ObjectNode card = card();
        column(card).put("specialCategory", true).put("legalBasis", "GDPR Article 9(2)(a)");

        assertThat(reasons(card)).singleElement().asString().contains("which of GDPR Article 9(1)");
        column(card).put("article9", "health");
        assertThat(reasons(card)).isEmpty();
        assertThat(findings(card, TABLE)
                        .document()
                        .at("/inventory/0/specialCategory")
                        .asText())
                .isEqualTo("health");
    }

    @Test
    void a_column_that_sounds_like_a_special_category_is_asked_about() {
        assertThat(reasons(card(), TABLE.replace("Job", "ReligiousAffiliation")))
                .singleElement()
                .asString()
                .contains("ReligiousAffiliation", "not marked");
    }

    @Test
    void a_model_that_decides_must_say_how_article_22_is_kept() {
        ObjectNode card = card();
        card.putArray("forbiddenUses").add("Anything else.");

        assertThat(reasons(card)).singleElement().asString().contains("Article 22");
    }

    @Test
    void identifiers_are_told_by_place_and_count_and_never_by_value() {
        ObjectNode card = card();
        ((ObjectNode) card.path("dataSheet")).put("description", "Ask anna.weber@example.com");
        card.putArray("limits").add("Reviewed by Hans Hofmann, +49 30 901820.");
        String table = """
                Age,Remark,Class
                30,call +49 30 901821,Good
                30,card 4111 1111 1111 1111,Bad
                40,DE89370400440532013000 or anna@example.com,Good
                40,call +49 30 901823,Bad""";

        PrivacyFindings findings = findings(card, table);

        assertThat(findings.document().at("/scan/found")).isEqualTo(CanonicalJson.parse("""
                [{"in": "data sheet", "column": "dataSheet/description", "identifier": "e-mail address", "count": 1,
                  "weight": "identifies a person"},
                 {"in": "model card", "column": "limits/0", "identifier": "telephone number", "count": 1,
                  "weight": "identifies a person"},
                 {"in": "model card", "column": "limits/0", "identifier": "name of a person", "count": 1,
                  "weight": "look whether it must be there"},
                 {"in": "evaluation set", "column": "Remark", "identifier": "e-mail address", "count": 1,
                  "weight": "identifies a person"},
                 {"in": "evaluation set", "column": "Remark", "identifier": "telephone number", "count": 2,
                  "weight": "identifies a person"},
                 {"in": "evaluation set", "column": "Remark", "identifier": "bank account (IBAN)", "count": 1,
                  "weight": "identifies a person"},
                 {"in": "evaluation set", "column": "Remark", "identifier": "payment card", "count": 1,
                  "weight": "identifies a person"}]"""));
        assertThat(findings.verdict().reasons())
                .hasSize(6)
                .contains("Found in the evaluation set, Remark: telephone number, 2 times (GDPR Article 5(1)(c)).");
        String scan = findings.document().path("scan")
                + findings.verdict().toString()
                + findings.document().at("/impactAssessment/risks");
        assertThat(scan).doesNotContain("anna", "4111", "0130", "901", "Hofmann");
    }

    @Test
    void a_column_of_given_names_stands_out_and_a_few_words_do_not() {
        String table = "Age,Who,Class\n1,Hans,a\n2,Fatma,a\n3,Giulia,a\n4,unknown,a\n5,,a";
        assertThat(findings(card(), table).document().at("/scan/found/0/count").asInt())
                .isEqualTo(3);

        String purposes = "Age,Who,Class\n1,Hans,a\n2,car,a\n3,house,a\n4,boat,a";
        assertThat(findings(card(), purposes).document().at("/scan/found")).isEmpty();
    }

    @Test
    void a_first_row_that_is_somebody_s_data_is_not_shown_as_column_names() {
        String table = "Age,anna@example.com,Hans Hofmann\n30,bert@example.com,Jan Weber\n40,carl@example.com,x";

        PrivacyFindings findings = findings(card(), table);

        assertThat(findings.document().toString() + findings.verdict()).doesNotContain("anna", "Hofmann", "bert");
        assertThat(findings.document().at("/scan/found").findValuesAsText("column"))
                .contains("column 2", "column 3");
    }

    @Test
    void the_anonymity_of_the_declared_quasi_identifiers_is_measured() {
        JsonNode anonymity = findings(card(), TABLE).document().path("anonymity");

        assertThat(anonymity.path("k").asInt()).isEqualTo(2);
        assertThat(anonymity.path("groups").asInt()).isEqualTo(2);
        assertThat(anonymity.at("/sensitive/0")).isEqualTo(CanonicalJson.parse("""
                {"attribute": "Class", "distinctL": 2, "entropyL": 2.0, "t": 0.0, "distance": "equal"}"""));
    }

    @Test
    void a_promise_of_anonymity_that_is_not_kept_is_told() {
        ObjectNode card = card();
        ((ObjectNode) card.path("anonymity")).put("kAtLeast", 5).put("lAtLeast", 3);

        assertThat(reasons(card))
                .containsExactly(
                        "The evaluation set is 2-anonymous; the card promises 5.",
                        "Class is 2-diverse; the card promises 3.");
    }

    @Test
    void a_closeness_that_is_not_kept_is_told() {
        ObjectNode card = card();
        ((ObjectNode) card.path("anonymity")).put("tAtMost", 0.1);

        assertThat(reasons(card, TABLE.replace("40,cook,Bad", "40,cook,Good")))
                .containsExactly("Class is 0.2500-close; the card promises 0.1000.");
    }

    @Test
    void people_without_declared_quasi_identifiers_are_told() {
        ObjectNode card = card();
        card.remove("anonymity");

        assertThat(reasons(card)).singleElement().asString().contains("no quasi-identifiers");
        assertThat(findings(card, TABLE).document().at("/anonymity/notMeasured").asText())
                .contains("declares no quasi-identifiers");
    }

    @Test
    void a_quasi_identifier_that_the_table_lacks_is_told() {
        ObjectNode card = card();
        card.withArray("/anonymity/quasiIdentifiers").add("Zip");

        assertThat(reasons(card)).singleElement().asString().contains("does not have", "Zip");
    }

    @Test
    void a_table_larger_than_the_limit_is_read_up_to_it_and_says_so() {
        PrivacyFindings findings = PrivacyReviews.findings(revision(card()), table(TABLE), null, 3);

        assertThat(findings.document().at("/scan/rowsRead").asInt()).isEqualTo(3);
        assertThat(findings.verdict().reasons()).singleElement().asString().contains("first 3 rows");
    }

    @Test
    void the_same_card_and_rows_are_the_same_evidence() {
        assertThat(CanonicalJson.digest(findings(card(), TABLE).document()))
                .isEqualTo(CanonicalJson.digest(findings(card(), TABLE).document()));
    }

    private static List<String> reasons(ObjectNode card) {
        return reasons(card, TABLE);
    }

    private static List<String> reasons(ObjectNode card, String table) {
        return findings(card, table).verdict().reasons();
    }

    private static PrivacyFindings findings(ObjectNode card, String table) {
        return PrivacyReviews.findings(
                revision(card), table(table), Verdict.pass(Map.of("selectionRatio.sex", 0.9)), 1000);
    }

    private static ModelCard revision(ObjectNode card) {
        return new ModelCard(1, CanonicalJson.digest(card), card);
    }

    private static EvaluationTable table(String csv) {
        List<List<String>> lines = Stream.of(csv.split("\n"))
                .map(line -> Arrays.asList(line.split(",", -1)))
                .toList();
        return new EvaluationTable(lines.get(0), lines.stream().skip(1));
    }

    private static ObjectNode column(ObjectNode card) {
        return (ObjectNode) card.at("/personalData/0");
    }

    private static ObjectNode card() {
        return (ObjectNode) CanonicalJson.parse("""
                {"purpose": "Estimates", "intendedUses": ["Support"], "forbiddenUses": ["Alone (GDPR Article 22)"],
                 "dataSheet": {"description": "400 rows"}, "legalBasis": "GDPR Article 6(1)(b)", "retention": "P2Y",
                 "naturalPersons": true, "automatedDecision": true, "domain": "credit",
                 "anonymity": {"quasiIdentifiers": ["Age"], "sensitive": ["Class"]},
                 "personalData": [{"column": "Age", "category": "age", "specialCategory": false,
                                   "source": "the applicant", "recipients": ["officers"],
                                   "legalBasis": "GDPR Article 6(1)(b)"}]}""");
    }
}
