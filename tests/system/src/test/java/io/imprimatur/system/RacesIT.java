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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two requests at the same instant: one wins, the other is told plainly what came first. */
@ExtendWith(House.Open.class)
class RacesIT {

    private static final String SECOND_OFFICER = "second-privacy-officer";

    @BeforeAll
    static void hire() {
        new People().add(SECOND_OFFICER, DemoUsers.PRIVACY_OFFICER);
    }

    @Test
    void of_two_approvals_at_the_same_instant_one_counts() {
        String release = house().submitFirst("races-two-approvals").release();
        Tasklist.Task task = house().reviewers.await(DemoUsers.PRIVACY_OFFICER, release, Review.PRIVACY.task());
        Map<String, String> approval = approval(release);
        Tasklist first = session(DemoUsers.PRIVACY_OFFICER);
        Tasklist second = session(SECOND_OFFICER);

        List<Answer> answers =
                AtOnce.send(() -> first.submit(task.id(), approval), () -> second.submit(task.id(), approval));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(204, 409);
        assertThat(loser(answers).body()).containsAnyOf("TASK_GONE", "CHANGED_CONCURRENTLY");
        assertThat(house().releases.get(release).path("approvals")).hasSize(1);
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());
    }

    @Test
    void of_two_who_claim_a_task_at_the_same_instant_one_has_it() {
        String release = house().submitFirst("races-two-claims").release();
        Tasklist.Task task = house().reviewers.await(DemoUsers.PRIVACY_OFFICER, release, Review.PRIVACY.task());
        Tasklist first = session(DemoUsers.PRIVACY_OFFICER);
        Tasklist second = session(SECOND_OFFICER);

        List<Answer> answers = AtOnce.send(() -> first.claim(task.id()), () -> second.claim(task.id()));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(204, 409);
        assertThat(loser(answers).body()).containsAnyOf("TASK_CLAIMED", "CHANGED_CONCURRENTLY");
    }

    @Test
    void an_approval_while_the_evidence_changes_is_refused_or_void() {
        House.Submitted submitted = house().submitFirst("races-evidence");
        Tasklist.Task task =
                house().reviewers.await(DemoUsers.PRIVACY_OFFICER, submitted.release(), Review.PRIVACY.task());
        Map<String, String> approval = approval(submitted.release());
        Tasklist officer = session(DemoUsers.PRIVACY_OFFICER);
        ObjectNode card = (ObjectNode) house().example.card(1);
        card.withArray("/limits").add("A limit that was written down at the last moment.");
        String version = "/api/versions/" + submitted.version().path("id").asText();
        String tag = house().api.get(DemoUsers.ML_ENGINEER, version).expect(200).header("ETag");

        List<Answer> answers = AtOnce.send(
                () -> officer.submit(task.id(), approval),
                () -> house().api.put(DemoUsers.ML_ENGINEER, version + "/card", card, Map.of("If-Match", tag)));

        Answer approved = answers.get(0);
        assertThat(approved.status()).isIn(204, 412);
        assertThat(answers.get(1).status()).isEqualTo(200);
        if (approved.status() == 412) {
            assertThat(approved.body()).contains("EVIDENCE_MOVED");
        }
        JsonNode release = house().releases.get(submitted.release());
        assertThat(release.path("approvals"))
                .allSatisfy(given -> assertThat(given.path("valid").asBoolean())
                        .as("%s", given)
                        .isFalse());
    }

    @Test
    void a_withdrawal_and_an_approval_at_the_same_instant_leave_a_release_that_is_withdrawn_or_approved() {
        String release = house().submitFirst("races-withdrawal").release();
        Tasklist.Task task = house().reviewers.await(DemoUsers.PRIVACY_OFFICER, release, Review.PRIVACY.task());
        Map<String, String> approval = approval(release);
        Tasklist officer = session(DemoUsers.PRIVACY_OFFICER);
        String withdraw = "/api/releases/" + release + "/withdraw";

        List<Answer> answers = AtOnce.send(
                () -> officer.submit(task.id(), approval),
                () -> house().api.post(DemoUsers.ML_ENGINEER, withdraw, JsonNodeFactory.instance.objectNode()));

        int approved = answers.get(0).status();
        int withdrawn = answers.get(1).status();
        assertThat(List.of(approved, withdrawn)).isSubsetOf(204, 200, 409);
        assertThat(approved == 204 || withdrawn == 200).as("one of them wins").isTrue();
        assertThat(house().releases.get(release).path("approvals")).hasSize(approved == 204 ? 1 : 0);
        assertThat(house().releases.state(release)).isEqualTo(withdrawn == 200 ? "WITHDRAWN" : "IN_REVIEW");
    }

    @Test
    void the_same_submission_sent_twice_at_the_same_instant_is_one_release() {
        ObjectNode request = submission("races-same-submission");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());

        List<Answer> answers = AtOnce.send(
                () -> house().api.post(DemoUsers.ML_ENGINEER, "/api/releases", request, key),
                () -> house().api.post(DemoUsers.ML_ENGINEER, "/api/releases", request, key));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers.stream().map(answer -> answer.json().path("id").asText()))
                .hasSize(2)
                .containsOnly(answers.get(0).json().path("id").asText());
        assertThat(releasesOf("races-same-submission")).hasSize(1);
    }

    @Test
    void of_two_submissions_of_a_model_at_the_same_instant_one_is_refused() {
        ObjectNode request = submission("races-two-submissions");

        List<Answer> answers = AtOnce.send(
                () -> house().api.post(DemoUsers.ML_ENGINEER, "/api/releases", request),
                () -> house().api.post(DemoUsers.ML_ENGINEER, "/api/releases", request));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        assertThat(loser(answers).json().path("code").asText()).isEqualTo("RELEASE_OPEN_EXISTS");
        assertThat(releasesOf("races-two-submissions")).hasSize(1);
    }

    @Test
    void a_rollback_wins_against_everything_that_gives_traffic() {
        House.Submitted second = house().inPilot("races-rollback");
        ObjectNode reason = JsonNodeFactory.instance.objectNode().put("reason", "Both of us saw it.");
        String path = "/api/splits/" + second.model();

        List<Answer> answers = AtOnce.send(
                () -> house().api.post(DemoUsers.OPERATOR, path + "/rollback", reason),
                () -> house().api.post(DemoUsers.RELEASE_MANAGER, path + "/rollback", reason),
                () -> house().api.post(DemoUsers.OPERATOR, path + "/stop", reason));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        JsonNode split = house().releases.split(second.model());
        assertThat(split.path("challenger").isObject()).isFalse();
        assertThat(split.path("champion").path("versionNumber").asInt()).isEqualTo(1);
        assertThat(split.path("stop").isObject()).isTrue();
        house().releases.awaitState(second.release(), "ROLLED_BACK");
    }

    private static Map<String, String> approval(String release) {
        return Reviewers.variables(
                Review.PRIVACY, "approve", "", house().reviewers.digest(Review.PRIVACY, release));
    }

    private static Tasklist session(String user) {
        return Tasklist.open(house().http, house().base, user);
    }

    private static Answer loser(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 409)
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode submission(String model) {
        house().releases.register(model);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", house().releases.upload(model, 1).path("id").asText());
        body.set("plan", house().plan(1));
        return body;
    }

    private static JsonNode releasesOf(String model) {
        return house().api
                .get(DemoUsers.AUDITOR, "/api/releases?model=" + model)
                .expect(200)
                .json();
    }
}
