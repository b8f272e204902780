package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No account is above the separation of duties: not one that is an administrator of everything there is. */
@ExtendWith(House.Open.class)
class AdministratorIT {

    private static final String ENGINE = "/camunda/api/engine/engine/default/";

    private static Administrator administrator;
    private static Tasklist session;

    @BeforeAll
    static void hire() {
        administrator = Administrator.hire();
        session = house().reviewers.at(Administrator.NAME);
    }

    @AfterAll
    static void dismiss() {
        administrator.close();
    }

    @Test
    void the_token_really_says_administrator_and_every_role() throws Exception {
        String claims = new String(Base64.getUrlDecoder()
                .decode(house().tokens.of(Administrator.NAME).split("\\.")[1]));

        assertThat(claims).contains("camunda-admin").contains(DemoUsers.ALL);
    }

    @Test
    void an_administrator_does_not_approve_what_he_has_submitted() {
        house().releases.register("administrator-own");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(
                "version",
                house().releases.upload("administrator-own", 1).path("id").asText());
        body.set("plan", house().plan(1));
        String release = house().api
                .post(Administrator.NAME, "/api/releases", body)
                .expect(201)
                .json()
                .path("id")
                .asText();
        Tasklist.Task task = house().reviewers.await(Administrator.NAME, release, Review.PRIVACY.task());

        assertThat(session.claim(task.id()).expect(403).body()).contains("SEPARATION_OF_DUTIES");
        for (Answer refused : decide(task.id(), Review.PRIVACY, release)) {
            assertThat(refused.expect(403).body()).contains("SEPARATION_OF_DUTIES");
        }
        assertThat(approvals(release)).isEmpty();
    }

    @Test
    void an_administrator_approves_at_one_gate_and_at_no_second_one() {
        String release = house().submitFirst("administrator-gates").release();
        Tasklist.Task first = house().reviewers.await(Administrator.NAME, release, Review.PRIVACY.task());
        session.claim(first.id()).expect(204);
        decide(first.id(), Review.PRIVACY, release).get(0).expect(200, 204);

        Tasklist.Task second = house().reviewers.await(Administrator.NAME, release, Review.RISK.task());
        assertThat(session.claim(second.id()).expect(403).body()).contains("SEPARATION_OF_DUTIES");
        for (Answer refused : decide(second.id(), Review.RISK, release)) {
            assertThat(refused.expect(403).body()).contains("SEPARATION_OF_DUTIES");
        }

        assertThat(approvals(release))
                .singleElement()
                .satisfies(
                        approval -> assertThat(approval.path("gate").asText()).isEqualTo("PRIVACY"));
    }

    @Test
    void an_administrator_grants_nobody_anything_and_moves_no_case_past_its_gates() {
        String release = house().submitFirst("administrator-moves").release();
        Tasklist.Task task = house().reviewers.await(Administrator.NAME, release, Review.PRIVACY.task());
        String instance = house().reviewers
                .at(DemoUsers.OPERATOR)
                .read(ENGINE + "process-instance?maxResults=10&processDefinitionKey=privacy-review&businessKey="
                        + release)
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        assertThat(instance).isNotEmpty();
        ObjectNode grant = JsonNodeFactory.instance.objectNode();
        grant.put("type", 1).put("resourceType", 7).put("resourceId", "*").put("userId", session.subject());
        grant.putArray("permissions").add("ALL");
        ObjectNode move = JsonNodeFactory.instance.objectNode();
        move.putArray("instructions")
                .addObject()
                .put("type", "startAfterActivity")
                .put("activityId", Review.PRIVACY.task());
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();

        closed(session.write(ENGINE + "authorization/create", grant));
        closed(session.write(ENGINE + "process-instance/" + instance + "/modification", move));
        closed(session.write(ENGINE + "task/" + task.id() + "/resolve", nothing));
        closed(session.send("DELETE", ENGINE + "process-instance/" + instance, null));

        assertThat(session.task(release, Review.PRIVACY.task())).isPresent();
    }

    /** By every way there is, on the evidence as it is. */
    private static List<Answer> decide(String task, Review review, String release) {
        JsonNode evidence = session.read("/api/releases/" + release).expect(200).json();
        String digest = evidence.path("digests").path(review.name()).asText();
        var approval = Reviewers.variables(review, "approve", "", digest);
        Answer submitted = session.submit(task, approval);
        return submitted.status() / 100 == 2
                ? List.of(submitted)
                : List.of(submitted, session.complete(task, approval));
    }

    private static void closed(Answer answer) {
        assertThat(answer.expect(403).body()).contains("ENGINE_COMMAND_CLOSED");
    }

    private static JsonNode approvals(String release) {
        return house().releases.get(release).path("approvals");
    }
}
