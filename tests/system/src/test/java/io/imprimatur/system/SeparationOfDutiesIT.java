package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One person, one duty, whatever groups Keycloak puts the person into. */
@ExtendWith(House.Open.class)
class SeparationOfDutiesIT {

    private static final String ENGINEER_AND_OFFICER = "engineer-and-officer";
    private static final String OFFICER_AND_RISK_MANAGER = "officer-and-risk-manager";

    @BeforeAll
    static void hire() {
        People people = new People();
        people.add(ENGINEER_AND_OFFICER, DemoUsers.ML_ENGINEER, DemoUsers.PRIVACY_OFFICER);
        people.add(OFFICER_AND_RISK_MANAGER, DemoUsers.PRIVACY_OFFICER, DemoUsers.RISK_MANAGER);
    }

    @Test
    void the_submitter_cannot_approve_as_a_reviewer() {
        String release = submittedBy(ENGINEER_AND_OFFICER, "duties-submitter");
        Tasklist.Task task = house().reviewers.await(ENGINEER_AND_OFFICER, release, Review.PRIVACY.task());
        Tasklist both = house().reviewers.at(ENGINEER_AND_OFFICER);
        both.claim(task.id());
        var approval = Reviewers.variables(
                Review.PRIVACY, "approve", "", house().reviewers.digest(Review.PRIVACY, release));

        assertRefused(both.submit(task.id(), approval));
        assertRefused(both.complete(task.id(), approval));

        assertThat(both.task(release, Review.PRIVACY.task())).isPresent();
        assertThat(house().releases.get(release).path("approvals")).isEmpty();
    }

    @Test
    void nobody_approves_at_two_gates() {
        House.Submitted first = house().submitFirst("duties-twice");
        Tasklist both = house().reviewers.at(OFFICER_AND_RISK_MANAGER);
        approve(both, Review.PRIVACY, first.release()).expect(200, 204);

        Answer refused = approve(both, Review.RISK, first.release());

        assertRefused(refused);
        assertThat(house().releases.get(first.release()).path("approvals"))
                .singleElement()
                .satisfies(
                        approval -> assertThat(approval.path("gate").asText()).isEqualTo("PRIVACY"));
    }

    private static Answer approve(Tasklist by, Review review, String release) {
        Tasklist.Task task = house().reviewers.await(OFFICER_AND_RISK_MANAGER, release, review.task());
        by.claim(task.id());
        return by.submit(
                task.id(),
                Reviewers.variables(review, "approve", "", house().reviewers.digest(review, release)));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("SEPARATION_OF_DUTIES");
    }

    private static String submittedBy(String person, String model) {
        house().releases.register(model);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", house().releases.upload(model, 1).path("id").asText());
        body.set("plan", house().plan(1));
        return house().api
                .post(person, "/api/releases", body)
                .expect(201)
                .json()
                .path("id")
                .asText();
    }
}
