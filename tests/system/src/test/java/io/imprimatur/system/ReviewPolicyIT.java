package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.ReviewPolicies;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who must approve is a rule that two people change; and what was approved is asked again in time. */
@ExtendWith(House.Open.class)
class ReviewPolicyIT {

    private final ReviewPolicies policies = new ReviewPolicies(house().api);
    private ObjectNode before;

    @BeforeEach
    void remember() {
        before = policies.inForce();
    }

    @AfterEach
    void restore() {
        if (!before.equals(policies.inForce())) {
            policies.replace(before, "The test is over.");
        }
    }

    @Test
    void a_change_shows_what_it_would_have_stopped_and_takes_a_second_person() {
        House.Submitted first = house().inService("policy-trial");
        ObjectNode stricter = policies.inForce();
        stricter.withObject("/classes/high/approvers").put("RISK", 2);

        assertThat(policies.tryOut(stricter).path("stopped").findValuesAsText("release"))
                .contains(first.release());
        JsonNode proposal = policies.propose(stricter, "Two risk managers for high risk.");
        Answer own = policies.approve(DemoUsers.RELEASE_MANAGER, proposal);
        assertThat(own.status()).isEqualTo(403);
        assertThat(policies.inForce()).isEqualTo(before);

        policies.approve(DemoUsers.RISK_MANAGER, proposal).expect(200);
        House.Submitted next = house().submitFirst("policy-two");
        JsonNode terms = house().releases.get(next.release()).path("terms");
        assertThat(terms.path("approvers").path("RISK").asInt()).isEqualTo(2);
        assertThat(house().releases
                        .get(first.release())
                        .path("terms")
                        .path("approvers")
                        .path("RISK")
                        .asInt())
                .isEqualTo(1);

        house().reviewers.approve(Review.PRIVACY, next.release());
        house().reviewers.await(Review.RISK.user(), next.release(), Review.RISK.task());
        Tasklist manager = house().reviewers.at(Review.RISK.user());
        assertThat(manager.tasks(next.release())).hasSize(2);
        house().reviewers.approve(Review.RISK, next.release());
        Tasklist.Task second = manager.task(next.release(), Review.RISK.task()).orElseThrow();
        String digest = house().reviewers.digest(Review.RISK, next.release());
        Answer twice = manager.submit(second.id(), Reviewers.variables(Review.RISK, "approve", "", digest));
        assertThat(twice.status()).isGreaterThanOrEqualTo(400);
        assertThat(twice.body()).contains("APPROVED_ALREADY");
    }

    @Test
    void approvals_are_given_anew_before_they_expire() {
        policies.replace(policies.withTerms("PT10M", "PT9M50S", "PT10M"), "Short terms for a test.");
        House.Submitted first = house().inService("policy-expiry");
        Instant until = validUntil(first);

        for (Review review : Review.values()) {
            reattest(review, first, "approve", "").expect(200, 204);
        }

        JsonNode approvals = house().releases.get(first.release()).path("approvals");
        assertThat(approvals).hasSize(6);
        assertThat(approvals.findValuesAsText("because")).containsOnly("its approver renewed it");
        assertThat(validUntil(first)).isAfter(until);
        assertThat(new Predict(first.model()).answer(1).status()).isEqualTo(200);
    }

    @Test
    void a_gate_that_no_longer_stands_by_its_approval_takes_the_traffic_away() {
        policies.replace(policies.withTerms("PT10M", "PT9M50S", "PT10M"), "Short terms for a test.");
        House.Submitted first = house().inService("policy-rejected");
        Predict predict = new Predict(first.model());
        assertThat(predict.answer(1).status()).isEqualTo(200);

        assertThat(reattest(Review.RISK, first, "reject", "").body()).contains("REASON_MISSING");
        reattest(Review.RISK, first, "reject", "The population has shifted.").expect(200, 204);

        await().atMost(Duration.ofSeconds(10)).until(() -> predict.answer(1).status() == 503);
        house().releases.awaitState(first.release(), "SUPERSEDED");
    }

    @Test
    void a_use_that_is_prohibited_by_now_is_answered_by_nobody() {
        policies.replace(policies.withTerms("PT10M", "PT9M50S", "PT10M"), "Short terms for a test.");
        House.Submitted first = house().inService("policy-prohibited");
        Predict predict = new Predict(first.model());
        assertThat(predict.answer(1).status()).isEqualTo(200);
        assertThat(stated(first).path("euAiActCategory").asText()).isEqualTo("high");
        Tasklist.Task task = house().reviewers.await(Review.RISK.user(), first.release(), "Task_Reattest");
        Tasklist manager = house().reviewers.at(Review.RISK.user());
        manager.claim(task.id()).expect(200, 204);
        String digest = house().reviewers.digest(Review.RISK, first.release());
        var answer = Reviewers.variables("approve", "", digest);
        assertThat(manager.submit(task.id(), answer).expect(400).body()).contains("AI_ACT_CATEGORY_MISSING");
        answer.put("euAiActCategory", "prohibited");
        assertThat(manager.submit(task.id(), answer).expect(400).body()).contains("AI_ACT_REASON_MISSING");
        answer.put("euAiActReason", "Article 5(1)(c): scores follow people elsewhere now.");
        assertThat(manager.submit(task.id(), answer).expect(409).body()).contains("USE_PROHIBITED");
        assertThat(predict.answer(1).status()).isEqualTo(200);

        answer.put("decision", "reject");
        answer.put("reason", "The use is prohibited.");
        manager.submit(task.id(), answer).expect(200, 204);

        await().atMost(Duration.ofSeconds(10)).until(() -> predict.answer(1).status() == 503);
        house().releases.awaitState(first.release(), "SUPERSEDED");
        assertThat(stated(first).path("euAiActCategory").asText()).isEqualTo("prohibited");
    }

    private static JsonNode stated(House.Submitted release) {
        JsonNode stated = JsonNodeFactory.instance.objectNode();
        for (JsonNode decision : house().releases.get(release.release()).path("decisions")) {
            stated = decision.path("gate").asText().equals("RISK") ? decision.path("stated") : stated;
        }
        return stated;
    }

    @Test
    void a_deputy_without_the_role_decides_nothing() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("gate", "PRIVACY")
                .put("deputy", house().reviewers.at(DemoUsers.RISK_MANAGER).subject())
                .put("from", Instant.now().minusSeconds(60).toString())
                .put("until", Instant.now().plusSeconds(3600).toString());
        assertThat(house().api
                        .post(DemoUsers.ML_ENGINEER, "/api/deputies", body)
                        .status())
                .isEqualTo(403);
        JsonNode named = house().api
                .post(DemoUsers.PRIVACY_OFFICER, "/api/deputies", body)
                .expect(201)
                .json();
        House.Submitted first = house().submitFirst("policy-deputy");
        Tasklist.Task task = house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());
        house().reviewers.at(Review.PRIVACY.user()).claim(task.id()).expect(200, 204);

        // Deputies need the role themselves: a risk manager does not become a privacy officer by being named.
        Answer refused = house().reviewers
                .at(DemoUsers.RISK_MANAGER)
                .submit(
                        task.id(),
                        Reviewers.variables(
                                Review.PRIVACY,
                                "approve",
                                "",
                                house().reviewers.digest(Review.PRIVACY, first.release())));

        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(house().releases.get(first.release()).path("approvals")).isEmpty();
        assertThat(named.path("principal").asText())
                .isEqualTo(house().reviewers.at(DemoUsers.PRIVACY_OFFICER).subject());
    }

    private static Answer reattest(Review review, House.Submitted release, String decision, String reason) {
        Tasklist.Task task = house().reviewers.await(review.user(), release.release(), "Task_Reattest");
        Tasklist tasklist = house().reviewers.at(review.user());
        if (task.assignee().isEmpty()) {
            tasklist.claim(task.id()).expect(200, 204);
        }
        String digest = house().reviewers.digest(review, release.release());
        return tasklist.submit(task.id(), Reviewers.variables(review, decision, reason, digest));
    }

    private static Instant validUntil(House.Submitted release) {
        JsonNode approvals = house().releases.get(release.release()).path("approvals");
        return Instant.parse(
                approvals.path(approvals.size() - 1).path("validUntil").asText());
    }
}
