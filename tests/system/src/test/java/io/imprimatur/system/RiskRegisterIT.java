package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The register of risks of real releases: what fills it in, who amends it, and what it holds up. */
@ExtendWith(House.Open.class)
class RiskRegisterIT {

    @Test
    void it_is_filled_in_from_the_evidence_and_an_amendment_is_what_the_risk_manager_approves() {
        house().inService("risk-register");
        JsonNode version = house().releases.upload("risk-register", 2);
        house().releases.amendCard(version, house().example.amendedCard());
        ObjectNode plan = (ObjectNode) house().plan(2);
        plan.withObject("/pilot").put("hold", "PT30M");
        String release = house().releases.submit(version, plan);
        house().reviewers.approve(Review.PRIVACY, release);
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());

        Answer read = house().api.get(DemoUsers.RISK_MANAGER, register(release)).expect(200);
        JsonNode risks = read.json().path("register").path("risks");
        assertThat(risks.findValuesAsText("area")).contains("PERFORMANCE", "DATA", "SECURITY", "COMPATIBILITY");
        assertThat(finding(risks, "slow-answers"))
                .matches("Median latency \\d+\\.\\d times the champion's, in one run\\.");
        assertThat(finding(risks, "few-answers")).startsWith("Throughput ");
        assertThat(finding(risks, "unequal-selection")).contains("0.68 by age");
        assertThat(finding(risks, "untried-codes")).contains("Purpose 1");
        assertThat(finding(risks, "few-rows")).startsWith("200 rows");
        assertThat(finding(risks, "hostile-archive")).startsWith("The scan accepts its");
        assertThat(finding(risks, "other-engine")).contains("First loaded by PyTorch ", "serves with PyTorch ");
        assertThat(finding(risks, "other-signature")).endsWith("are the champion's.");

        String seen = read.json().path("digest").asText();
        assertThat(read.header("ETag")).contains(seen);
        assertThat(amend(DemoUsers.ML_ENGINEER, release, seen).status()).isEqualTo(403);
        assertThat(amend(DemoUsers.RISK_MANAGER, release, "0".repeat(64)).body())
                .contains("EVIDENCE_MOVED");
        assertThat(house().api
                        .put(DemoUsers.RISK_MANAGER, register(release) + "/worst-slice", rating(), Map.of())
                        .status())
                .isEqualTo(428);

        JsonNode amended =
                amend(DemoUsers.RISK_MANAGER, release, seen).expect(200).json();

        String moved = house().reviewers.digest(Review.RISK, release);
        assertThat(moved).isNotEqualTo(seen).isEqualTo(amended.path("digest").asText());
        assertThat(submit(release, seen).body()).contains("EVIDENCE_MOVED");
        assertThat(house().reviewers.approve(Review.RISK, release)).isEqualTo(moved);
        house().releases.awaitState(release, "PILOT");
        assertThat(house().releases
                        .get(release)
                        .at("/evidence/RISK/register/risks/worst-slice/amended")
                        .asText())
                .isEqualTo("The group is small, and known.");
        String trail = house().api
                .get(DemoUsers.AUDITOR, "/api/releases/" + release + "/trail?format=json")
                .expect(200)
                .body();
        assertThat(trail).contains("RISK_AMENDED", "The group is small, and known.");
        assertThat(amend(DemoUsers.RISK_MANAGER, release, moved).body()).contains("RELEASE_NOT_IN_REVIEW");
    }

    @Test
    void a_high_risk_that_nothing_is_done_about_holds_the_approval_up() {
        house().releases.register("risk-untreated");
        ObjectNode plan = (ObjectNode) house().plan(1);
        ArrayNode thresholds = (ArrayNode) plan.at("/evaluation/thresholds");
        for (int i = thresholds.size() - 1; i >= 0; i--) {
            if (thresholds.path(i).path("metric").asText().equals("selectionRatio.age")) {
                thresholds.remove(i);
            }
        }
        String release = house().releases.submit(house().releases.upload("risk-untreated", 1), plan);
        house().reviewers.approve(Review.PRIVACY, release);
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());
        String seen = house().reviewers.digest(Review.RISK, release);

        Answer refused = submit(release, seen);

        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.body()).contains("RISK_UNTREATED", "unequal-selection");
        assertThat(house().releases.get(release).path("approvals").findValuesAsText("gate"))
                .doesNotContain("RISK");
        ObjectNode treated = rating().put("residualLikelihood", 4).put("mitigation", "A person decides below 25.");
        house().api
                .put(
                        DemoUsers.RISK_MANAGER,
                        register(release) + "/unequal-selection",
                        treated,
                        Map.of("If-Match", '"' + seen + '"'))
                .expect(200);
        house().reviewers.approve(Review.RISK, release);
        house().releases.awaitState(release, "PILOT");
    }

    @Test
    void a_session_amends_the_register_from_a_page_of_this_house_and_writes_nothing_else() {
        String release = house().submitFirst("risk-session").release();
        house().reviewers.approve(Review.PRIVACY, release);
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());
        String seen = house().reviewers.digest(Review.RISK, release);
        HandBrowser browser = new HandBrowser();
        browser.logIn(HandBrowser.TASKLIST, Review.RISK.user());
        browser.page(HandBrowser.TASKLIST).expect(200);
        String token = browser.cookie("XSRF-TOKEN");
        String risk = register(release) + "/worst-slice";
        String tag = '"' + seen + '"';

        for (Map<String, String> forged : List.of(
                Map.of("If-Match", tag),
                Map.of("If-Match", tag, "X-XSRF-TOKEN", "0".repeat(token.length())),
                Map.of("If-Match", tag, "X-XSRF-TOKEN", token, "Origin", "https://evil.example"))) {
            assertThat(browser.put(risk, rating().toString(), forged)
                            .expect(403)
                            .body())
                    .contains("ORIGIN_FOREIGN");
        }
        Map<String, String> own = Map.of(
                "If-Match", tag, "X-XSRF-TOKEN", token, "Origin", house().base.toString());
        new HandBrowser().put(risk, rating().toString(), own).expect(401);
        browser.post("/api/releases", "{}", own).expect(401);
        browser.put("/api/review-policy", "{}", own).expect(401);
        assertThat(house().reviewers.digest(Review.RISK, release)).isEqualTo(seen);

        Answer amended = browser.put(risk, rating().toString(), own).expect(200);

        assertThat(amended.json().path("digest").asText())
                .isNotEqualTo(seen)
                .isEqualTo(house().reviewers.digest(Review.RISK, release));
    }

    @Test
    void a_prohibited_use_ends_the_case() {
        house().releases.register("risk-prohibited");
        JsonNode version = house().releases.upload("risk-prohibited", 1);
        ObjectNode card = house().example.card(1).deepCopy();
        house().releases.amendCard(version, card.put("domain", "social-scoring"));
        String release = house().releases.submit(version, house().plan(1));
        house().reviewers.approve(Review.PRIVACY, release);
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());
        String seen = house().reviewers.digest(Review.RISK, release);

        assertThat(submit(release, seen).body()).contains("USE_PROHIBITED");
        Map<String, String> prohibited = Reviewers.variables("return", "Not in this house.", seen);
        prohibited.put("euAiActCategory", "prohibited");
        prohibited.put("euAiActReason", "Article 5(1)(c)");
        assertThat(submit(release, prohibited).body()).contains("USE_PROHIBITED");
        prohibited.put("decision", "reject");
        submit(release, prohibited).expect(200, 204);

        house().releases.awaitState(release, "REJECTED");
    }

    private static Answer submit(String release, String digest) {
        return submit(release, Reviewers.variables(Review.RISK, "approve", "", digest));
    }

    private static Answer submit(String release, Map<String, String> variables) {
        Tasklist manager = house().reviewers.at(Review.RISK.user());
        Tasklist.Task task = manager.task(release, Review.RISK.task()).orElseThrow();
        if (task.assignee().isEmpty()) {
            manager.claim(task.id()).expect(200, 204);
        }
        return manager.submit(task.id(), variables);
    }

    private static Answer amend(String who, String release, String digest) {
        return house().api
                .put(who, register(release) + "/worst-slice", rating(), Map.of("If-Match", '"' + digest + '"'));
    }

    private static ObjectNode rating() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("likelihood", 4)
                .put("impact", 4)
                .put("mitigation", "The group is looked at every month.")
                .put("residualLikelihood", 2)
                .put("residualImpact", 4)
                .put("owner", "risk-manager")
                .put("reason", "The group is small, and known.");
    }

    private static String register(String release) {
        return "/api/releases/" + release + "/risk-register";
    }

    private static String finding(JsonNode risks, String risk) {
        return risks.path(risk).path("finding").asText();
    }
}
