package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the privacy officer reads, and when the supervisory authority is asked before. */
@ExtendWith(House.Open.class)
class PrivacyIT {

    private static final String REFERENCE = "Authority 7/2026, signed by Ms Lang";

    @Test
    void a_high_residual_risk_goes_on_only_after_the_authority_was_consulted() {
        House.Submitted first = house().submitFirst("privacy-consultation");
        Tasklist.Task task = house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());
        Tasklist officer = house().reviewers.at(Review.PRIVACY.user());
        officer.claim(task.id()).expect(200, 204);
        Map<String, String> approval = Reviewers.variables(
                Review.PRIVACY, "approve", "", house().reviewers.digest(Review.PRIVACY, first.release()));

        approval.put("residualRisk", "");
        assertRefused(officer.submit(task.id(), approval), "RESIDUAL_RISK_MISSING");
        approval.put("residualRisk", "high");
        assertRefused(officer.submit(task.id(), approval), "PRIOR_CONSULTATION_MISSING");
        assertRefused(officer.complete(task.id(), approval), "PRIOR_CONSULTATION_MISSING");
        approval.put("consultationReference", REFERENCE);
        approval.put("consultationDate", "2026-05-31");
        approval.put("consultationOutcome", "objection");
        assertRefused(officer.submit(task.id(), approval), "CONSULTATION_OBJECTED");
        assertThat(house().releases.get(first.release()).path("approvals")).isEmpty();
        assertThat(officer.task(first.release(), Review.PRIVACY.task())).isPresent();

        approval.put("consultationOutcome", "advice");
        officer.submit(task.id(), approval).expect(200, 204);

        house().reviewers.await(Review.RISK.user(), first.release(), Review.RISK.task());
        JsonNode trail = house().api
                .get(DemoUsers.AUDITOR, "/api/releases/" + first.release() + "/trail?format=json")
                .expect(200)
                .json();
        assertThat(trail)
                .filteredOn(line -> line.toString().contains("RESIDUAL_RISK_STATED"))
                .singleElement()
                .satisfies(line -> assertThat(line.toString())
                        .contains(REFERENCE, "2026-05-31", "advice", "high", officer.subject()));
    }

    @Test
    void identifiers_in_the_evaluation_set_are_told_by_column_and_count_and_never_by_value() {
        String model = "privacy-identifiers";
        house().releases.register(model);
        JsonNode version = house().releases.upload(model, 1);
        String dataSet = house().api
                .postText(DemoUsers.ML_ENGINEER, "/api/datasets?name=with-remarks", "text/csv", rowsWithRemarks())
                .expect(200, 201)
                .json()
                .path("digest")
                .asText();
        String release = house().releases.submit(version, house().example.plan(1, dataSet));

        JsonNode privacy = house().releases.awaitEvidence(release, "PRIVACY");

        assertThat(privacy.at("/scan/rowsRead").asInt()).isEqualTo(200);
        assertThat(privacy.at("/scan/found"))
                .filteredOn(found -> found.path("column").asText().equals("Remark"))
                .extracting(found -> found.path("identifier").asText() + " " + found.path("count"))
                .containsExactly("e-mail address 200", "telephone number 200", "bank account (IBAN) 200");
        assertThat(privacy.at("/verdict/outcome").asText()).isEqualTo("FAIL");
        assertThat(house().releases.get(release).toString())
                .contains("Remark")
                .doesNotContain("@example.com", "DE89370400440532013000", "901820");
    }

    @Test
    void the_evidence_is_the_four_parts_of_article_35_the_inventory_and_the_anonymity() {
        House.Submitted first = house().submitFirst("privacy-evidence");

        JsonNode privacy = house().releases.awaitEvidence(first.release(), "PRIVACY");

        assertThat(privacy.at("/verdict/reasons")).isEmpty();
        assertThat(privacy.path("impactAssessment").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("description", "necessity", "risks", "measures");
        assertThat(privacy.at("/impactAssessment/necessity/servesItsPurpose").asText())
                .contains("The evaluation passed", "rocAuc");
        assertThat(privacy.path("inventory"))
                .hasSize(6)
                .allSatisfy(column -> assertThat(column.toString())
                        .contains("the applicant", "credit officers", "P2Y")
                        .doesNotContain("not named"));
        assertThat(privacy.at("/anonymity/rows").asInt()).isEqualTo(200);
        assertThat(privacy.at("/anonymity/k").asInt()).isPositive();
        assertThat(privacy.at("/anonymity/sensitive").findValuesAsText("attribute"))
                .containsExactly("Class", "Amount");
    }

    /** The example's rows with a column that an entry form would call harmless. */
    private static String rowsWithRemarks() {
        return house().example
                .evaluationRows()
                .lines()
                .map(line -> line.startsWith("Duration")
                        ? line + ",Remark"
                        : line + ",call +49 30 901820 or write to somebody@example.com; DE89370400440532013000")
                .collect(Collectors.joining("\n"));
    }

    private static void assertRefused(Answer answer, String code) {
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains(code);
    }
}
