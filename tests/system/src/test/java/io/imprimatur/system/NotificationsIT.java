package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What leaves the house: mail over a real mail server, webhooks to a receiver that is not always well. */
@ExtendWith(House.Open.class)
class NotificationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String REASON = "Mrs Eva Smith of Hillside 4 complained about her loan.";

    @Test
    void reviewers_get_a_mail_for_what_waits_for_them_with_the_task_to_open() {
        House.Submitted first = house().submitFirst("mail-road");
        for (Review review : Review.values()) {
            String task = house().reviewers
                    .await(review.user(), first.release(), review.task())
                    .id();
            PostOffice.Mail mail = awaitMail(first.model(), review.user());
            assertThat(mail.text())
                    .contains("Model:   " + first.model(), "Version: 1", "Release: " + first.release())
                    .contains(house().base
                            .resolve("/camunda/app/tasklist/default/#/?task=" + task)
                            .toString())
                    .doesNotContain("@");
            assertThat(mail.id()).matches("<[0-9a-f-]{36}@example\\.org>");
            house().reviewers.approve(review, first.release());
        }
        house().releases.awaitState(first.release(), "IN_SERVICE");
        assertThat(house().post.about(first.model()))
                .extracting(PostOffice.Mail::subject)
                .containsExactly(
                        "Privacy review: mail-road, version 1",
                        "Risk assessment: mail-road, version 1",
                        "Sign-off: mail-road, version 1");
    }

    @Test
    void a_rollback_is_told_to_roles_and_pipelines_and_its_reason_is_not() {
        try (Pipeline pipeline = new Pipeline(0)) {
            JsonNode webhook = register(pipeline, "release.rolled_back", "release.state_changed");
            House.Submitted second = house().inPilot("mail-rollback");
            rollBack(second.model());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(house().post.about(second.model()))
                            .extracting(PostOffice.Mail::subject, PostOffice.Mail::to)
                            .contains(
                                    tuple(
                                            "Rolled back: mail-rollback, version 2",
                                            PostOffice.mailbox("release-manager")),
                                    tuple("Rolled back: mail-rollback, version 2", PostOffice.mailbox("operator")),
                                    tuple(
                                            "Incident review: mail-rollback, version 2",
                                            PostOffice.mailbox("release-manager")),
                                    tuple(
                                            "Incident review: mail-rollback, version 2",
                                            PostOffice.mailbox("operator"))));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pipeline.taken(second.model()))
                            .anySatisfy(call -> {
                                assertThat(call.json().path("type").asText()).isEqualTo("release.rolled_back");
                                assertThat(call.json().at("/data/release").asText())
                                        .isEqualTo(second.release());
                                assertThat(call.json().at("/data/versionNumber").asInt())
                                        .isEqualTo(2);
                            })
                            .anySatisfy(call -> assertThat(
                                            call.json().at("/data/to").asText())
                                    .isEqualTo("ROLLED_BACK")));
            assertThat(house().post.about(second.model()).toString() + pipeline.about(second.model()))
                    .doesNotContain("Smith", "Hillside", "complained");
            retire(webhook);
        }
    }

    @Test
    void a_pipeline_that_fails_twice_is_told_signed_and_under_the_same_id() {
        try (Pipeline pipeline = new Pipeline(2)) {
            JsonNode webhook = register(pipeline, "release.state_changed", "release.decision_taken");
            House.Submitted first = house().submitFirst("hook-retry");
            house().reviewers.approve(Review.PRIVACY, first.release());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pipeline.taken(first.model()))
                            .extracting(call -> call.json().path("type").asText() + " "
                                    + call.json().at("/data/to").asText()
                                    + call.json().at("/data/decision").asText())
                            .contains(
                                    "release.state_changed SUBMITTED",
                                    "release.state_changed EVALUATING",
                                    "release.state_changed IN_REVIEW",
                                    "release.decision_taken APPROVE"));
            List<Pipeline.Call> calls = pipeline.about(first.model());
            assertThat(calls)
                    .allSatisfy(call -> assertThat(
                                    call.isSignedWith(webhook.path("secret").asText()))
                            .isTrue());
            for (Pipeline.Call taken : pipeline.taken(first.model())) {
                assertThat(calls.stream().filter(call -> call.id().equals(taken.id())))
                        .extracting(Pipeline.Call::status)
                        .containsExactly(500, 500, 204);
                assertThat(taken.json().at("/data/release").asText()).isEqualTo(first.release());
            }
            retire(webhook);
            house().reviewers.decide(Review.RISK, first.release(), "reject", "The test is over.");
        }
    }

    @Test
    void what_cannot_be_delivered_is_a_dead_letter_until_an_operator_has_it_tried_again() {
        try (Pipeline pipeline = new Pipeline(Integer.MAX_VALUE)) {
            House.Submitted first = house().inService("hook-dead");
            JsonNode webhook = register(pipeline, "model.stopped");
            post(DemoUsers.OPERATOR, "/api/splits/" + first.model() + "/stop").expect(200);

            await().atMost(PATIENCE).until(() -> deadLetters(webhook).size() == 1);
            JsonNode dead = deadLetters(webhook).get(0);
            assertThat(dead.path("attempts").asInt()).isEqualTo(4);
            assertThat(dead.path("failure").asText()).isEqualTo("HTTP 500");
            assertThat(dead.path("kind").asText()).isEqualTo("model.stopped");
            assertThat(pipeline.about(first.model())).hasSize(4);
            assertThat(metrics()).containsPattern("imprimatur_notifications_dead\\S* [1-9]");
            assertThat(metrics()).doesNotContain(first.model());

            pipeline.mend();
            String retry = "/api/notifications/dead-letters/" + dead.path("id").asText() + "/retry";
            assertThat(post(DemoUsers.AUDITOR, retry).status()).isEqualTo(403);
            post(DemoUsers.OPERATOR, retry).expect(202);
            await().atMost(PATIENCE).until(() -> pipeline.taken(first.model()).size() == 1);
            assertThat(pipeline.taken(first.model()).get(0).id())
                    .isEqualTo(dead.path("id").asText());
            assertThat(deadLetters(webhook)).isEmpty();
            assertThat(post(DemoUsers.OPERATOR, retry).json().path("code").asText())
                    .isEqualTo("MESSAGE_NOT_DEAD");
            retire(webhook);
        }
    }

    @Test
    void mail_that_finds_no_server_is_not_lost() {
        House.Submitted first = house().post.whileAway(() -> {
            House.Submitted submitted = house().submitFirst("mail-outage");
            await().atMost(PATIENCE)
                    .until(() -> !dead("release", submitted.release()).isEmpty());
            return submitted;
        });
        JsonNode dead = dead("release", first.release()).get(0);
        assertThat(dead.path("destination").asText()).isEqualTo("privacy-officer");
        assertThat(dead.path("failure").asText()).startsWith("no mail could be handed over");
        assertThat(house().post.about(first.model())).isEmpty();

        post(
                        DemoUsers.OPERATOR,
                        "/api/notifications/dead-letters/" + dead.path("id").asText() + "/retry")
                .expect(202);
        assertThat(awaitMail(first.model(), "privacy-officer").id())
                .contains(dead.path("id").asText());
    }

    @Test
    void webhooks_are_an_operators_and_lead_nowhere_inside_the_house() {
        ObjectNode inside = body("http://" + "169.254.169.254/latest/meta-data", "model.stopped");
        assertThat(house().api
                        .post(DemoUsers.ML_ENGINEER, "/api/webhooks", inside)
                        .status())
                .isEqualTo(403);
        assertThat(house().api.get(DemoUsers.ML_ENGINEER, "/api/webhooks").status())
                .isEqualTo(403);
        assertThat(house().api
                        .get(DemoUsers.RELEASE_MANAGER, "/api/notifications/dead-letters")
                        .status())
                .isEqualTo(403);
        house().api.get(DemoUsers.AUDITOR, "/api/notifications/dead-letters").expect(200);

        Answer refused = house().api.post(DemoUsers.OPERATOR, "/api/webhooks", inside);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("WEBHOOK_TARGET_REFUSED");
        assertThat(house().api
                        .post(DemoUsers.OPERATOR, "/api/webhooks", body("https://192.0.2.1/", "no.such_event"))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("WEBHOOK_REQUEST_INVALID");
    }

    private static PostOffice.Mail awaitMail(String model, String role) {
        return await().atMost(PATIENCE)
                .until(
                        () -> house().post.about(model).stream()
                                .filter(mail -> mail.to().equals(PostOffice.mailbox(role)))
                                .toList(),
                        mails -> mails.size() == 1)
                .get(0);
    }

    private static JsonNode register(Pipeline pipeline, String... events) {
        return house().api
                .post(DemoUsers.OPERATOR, "/api/webhooks", body(pipeline.url(), events))
                .expect(201)
                .json();
    }

    private static void retire(JsonNode webhook) {
        house().api
                .delete(
                        DemoUsers.OPERATOR,
                        "/api/webhooks/" + webhook.at("/webhook/id").asText())
                .expect(204);
    }

    private static List<JsonNode> deadLetters(JsonNode webhook) {
        return dead("destination", webhook.at("/webhook/id").asText());
    }

    private static List<JsonNode> dead(String member, String value) {
        JsonNode all = house().api
                .get(DemoUsers.OPERATOR, "/api/notifications/dead-letters?limit=500")
                .expect(200)
                .json();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(letter -> letter.path(member).asText().equals(value))
                .toList();
    }

    private static String metrics() {
        return house().api.getAsNobody("/metrics").expect(200).body();
    }

    private static void rollBack(String model) {
        post(DemoUsers.OPERATOR, "/api/splits/" + model + "/rollback").expect(200);
    }

    private static Answer post(String who, String path) {
        return house().api.post(who, path, JsonNodeFactory.instance.objectNode().put("reason", REASON));
    }

    private static ObjectNode body(String url, String... events) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("url", url);
        for (String event : events) {
            body.withArray("events").add(event);
        }
        return body;
    }
}
