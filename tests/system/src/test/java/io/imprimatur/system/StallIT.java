package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A version that passes every gate and stalls in service. */
@ExtendWith(House.Open.class)
class StallIT {

    private static final String MODEL = "stalling";
    private static final int AMOUNT = 1;

    @Test
    void a_version_that_stalls_is_taken_out_while_the_champion_answers() throws IOException {
        House.Submitted second = house().inPilot(MODEL, stalling(house().example.artifact(2)));
        ObjectNode loan = Predict.body(0);
        ((ArrayNode) loan.at("/inputs/0/data")).set(AMOUNT, 5e13);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> askSecond(Predict.body(0)).status() == 200);

        Answer stalled = askSecond(loan);

        assertThat(stalled.status()).as(stalled.body()).isIn(422, 429);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !house().releases.split(MODEL).path("challenger").isObject());
        assertThat(new Predict(MODEL).answer(0).json().at("/parameters/version").asInt())
                .isEqualTo(1);
        house().releases.awaitState(second.release(), "ROLLED_BACK");
        house().reviewers.await(DemoUsers.OPERATOR, second.release(), "Task_IncidentReview");
        assertThat(house().api
                        .get(DemoUsers.AUDITOR, "/api/releases/" + second.release() + "/trail?format=json")
                        .body())
                .contains("did not come back from a call");
    }

    private static Answer askSecond(ObjectNode body) {
        return house().api.post(DemoUsers.OPERATOR, "/v2/models/" + MODEL + "/versions/2/infer", body);
    }

    /** Thinks for long about loans of billions, and about no other. */
    private static byte[] stalling(byte[] artifact) throws IOException {
        return Archives.changed(
                artifact,
                ".py",
                code -> new String(code, StandardCharsets.UTF_8)
                        .replace(
                                "    _0 = ",
                                "    _8 = torch.floordiv(int(torch.sum(rows)), 1000000)\n"
                                        + "    for _9 in range(_8):\n"
                                        + "      rows = torch.add(rows, 0.)\n"
                                        + "    _0 = ")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
