package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An approval is of the evidence that was seen, and of nothing that came later. */
@ExtendWith(House.Open.class)
class EvidenceIT {

    @Test
    void the_router_stops_serving_a_version_whose_evidence_moved() {
        House.Submitted first = house().inService("evidence-moved");
        Predict predict = new Predict(first.model());
        assertThat(predict.answer(1).status()).isEqualTo(200);

        house().releases.amendCard(first.version(), amended("Approved for another country."));

        assertThat(house().releases.get(first.release()).path("approvals"))
                .isNotEmpty()
                .allSatisfy(approval ->
                        assertThat(approval.path("valid").asBoolean()).isFalse());
        await().atMost(Duration.ofSeconds(5)).until(() -> predict.answer(1).status() == 503);
        assertThat(predict.answer(1).json().path("code").asText()).isEqualTo("MODEL_NOT_IN_SERVICE");
    }

    @Test
    void an_approval_of_an_older_digest_is_refused() {
        House.Submitted first = house().submitFirst("evidence-older");
        Tasklist.Task task = house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());
        String seen = house().reviewers.digest(Review.PRIVACY, first.release());
        house().releases.amendCard(first.version(), amended("Changed while the reviewer was reading."));
        Tasklist officer = house().reviewers.at(Review.PRIVACY.user());
        officer.claim(task.id()).expect(200, 204);

        Answer refused = officer.submit(task.id(), Reviewers.variables(Review.PRIVACY, "approve", "", seen));

        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.body()).contains("EVIDENCE_MOVED");
        assertThat(officer.task(first.release(), Review.PRIVACY.task())).isPresent();
        assertThat(house().releases.get(first.release()).path("approvals")).isEmpty();
    }

    @Test
    void nobody_amends_a_card_while_stages_rest_on_it() {
        House.Submitted second = house().inPilot("evidence-frozen");
        String path = "/api/versions/" + second.version().path("id").asText();
        String tag = house().api.get(DemoUsers.ML_ENGINEER, path).header("ETag");

        Answer refused = house().api
                .put(
                        DemoUsers.ML_ENGINEER,
                        path + "/card",
                        amended("In the middle of a pilot."),
                        Map.of("If-Match", tag));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("MODEL_CARD_FROZEN");
    }

    private static JsonNode amended(String purpose) {
        return ((ObjectNode) house().example.card(1).deepCopy()).put("purpose", purpose);
    }
}
