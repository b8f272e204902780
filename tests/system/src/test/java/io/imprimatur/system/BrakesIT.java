package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.FreezeCalendars;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tokens;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds traffic: one person's emergency stop, and the calendar's freeze windows. */
@ExtendWith(House.Open.class)
class BrakesIT {

    @Test
    void one_person_stops_a_model_at_once_and_two_let_it_answer_again() {
        House.Submitted first = house().inService("brakes-stop");
        Predict predict = new Predict(first.model());
        assertThat(predict.answer(1).status()).isEqualTo(200);

        assertThat(post(DemoUsers.ML_ENGINEER, first.model(), "stop").status()).isEqualTo(403);
        post(DemoUsers.OPERATOR, first.model(), "stop").expect(200);

        Answer stopped = predict.answer(1);
        assertThat(stopped.status()).isEqualTo(503);
        assertThat(stopped.json().path("code").asText()).isEqualTo("MODEL_STOPPED");
        assertThat(stopped.json().path("detail").asText()).contains("leaks training data");
        assertThat(ready(first.model())).isEqualTo(503);

        post(DemoUsers.OPERATOR, first.model(), "stop/lift").expect(200);
        assertThat(post(DemoUsers.OPERATOR, first.model(), "stop/lift").status())
                .isEqualTo(409);
        assertThat(predict.answer(1).status()).isEqualTo(503);
        post(DemoUsers.RELEASE_MANAGER, first.model(), "stop/lift").expect(200);
        assertThat(predict.answer(1).status()).isEqualTo(200);
        assertThat(ready(first.model())).isEqualTo(200);
    }

    @Test
    void no_traffic_grows_in_a_freeze_window_and_goes_on_by_itself_after_it() {
        String model = "brakes-freeze";
        Path calendar = house().stack.layout().freezeCalendar();
        Instant until = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
        FreezeCalendars.freeze(calendar, model, until.minusSeconds(60), until);
        try {
            House.Submitted first = house().submitFirst(model);
            house().reviewers.approve(Review.PRIVACY, first.release());
            house().reviewers.approve(Review.RISK, first.release());
            assertThat(windows().findValuesAsText("summary")).contains("Freeze of " + model);

            house().reviewers.approve(Review.SIGN_OFF, first.release());
            house().releases.awaitState(first.release(), "IN_SERVICE");

            JsonNode revisions = house().api
                    .get(DemoUsers.AUDITOR, "/api/splits/" + model + "/revisions")
                    .expect(200)
                    .json();
            assertThat(revisions)
                    .isNotEmpty()
                    .allSatisfy(split -> assertThat(
                                    Instant.parse(split.path("publishedAt").asText()))
                            .isAfterOrEqualTo(until));
        } finally {
            FreezeCalendars.clear(calendar);
        }
    }

    private static JsonNode windows() {
        return house().api
                .get(DemoUsers.OPERATOR, "/api/freeze-windows")
                .expect(200)
                .json();
    }

    private static int ready(String model) {
        return house().api
                .get(Tokens.PREDICTION_CLIENT, "/v2/models/" + model + "/ready")
                .status();
    }

    private static Answer post(String who, String model, String action) {
        return house().api
                .post(
                        who,
                        "/api/splits/" + model + "/" + action,
                        JsonNodeFactory.instance.objectNode().put("reason", "It leaks training data."));
    }
}
