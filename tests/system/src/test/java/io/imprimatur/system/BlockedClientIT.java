package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tokens;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator shuts a client out with one call, whatever its tokens still prove. */
@ExtendWith(House.Open.class)
class BlockedClientIT {

    private static final String EVERYBODYS = "imprimatur-cli";

    @AfterEach
    void letInAgain() {
        post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "unblock");
        post(DemoUsers.OPERATOR, EVERYBODYS, "unblock");
    }

    @Test
    void a_token_that_was_good_a_moment_ago_opens_nothing_once_its_client_is_blocked() {
        assertThat(asks(Tokens.PREDICTION_CLIENT, "/v2").status()).isEqualTo(200);

        JsonNode block = post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "block")
                .expect(200)
                .json();

        Answer refused = asks(Tokens.PREDICTION_CLIENT, "/v2");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("code").asText()).isEqualTo("CLIENT_BLOCKED");
        assertThat(asks(Tokens.PREDICTION_CLIENT, "/api/models")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("CLIENT_BLOCKED");
        assertThat(asks(DemoUsers.OPERATOR, "/api/clients/blocked").json()).containsExactly(block);
        assertThat(post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "block").json())
                .as("asked twice, it is blocked once")
                .isEqualTo(block);

        post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "unblock").expect(204);
        assertThat(asks(Tokens.PREDICTION_CLIENT, "/v2").status()).isEqualTo(200);
        assertThat(post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "unblock").status())
                .isEqualTo(409);
    }

    @Test
    void whoever_may_lift_a_block_is_not_shut_out_by_one() {
        post(DemoUsers.OPERATOR, EVERYBODYS, "block").expect(200);

        assertThat(asks(DemoUsers.AUDITOR, "/api/clients/blocked").status()).isEqualTo(403);
        assertThat(asks(DemoUsers.OPERATOR, "/api/clients/blocked").status()).isEqualTo(200);
    }

    @Test
    void it_is_in_the_ledger_with_its_reason_and_needs_one() {
        Instant begun = Instant.now();
        post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "block").expect(200);
        post(DemoUsers.OPERATOR, Tokens.PREDICTION_CLIENT, "unblock").expect(204);

        String trail = asks(DemoUsers.AUDITOR, "/api/trail?from=" + begun).body();
        assertThat(trail)
                .contains("CLIENT_BLOCKED")
                .contains("CLIENT_UNBLOCKED")
                .contains("Its secret was found in a public place.");
        assertThat(house().api
                        .post(
                                DemoUsers.OPERATOR,
                                "/api/clients/" + Tokens.PREDICTION_CLIENT + "/block",
                                JsonNodeFactory.instance.objectNode())
                        .status())
                .isEqualTo(422);
        assertThat(post(DemoUsers.AUDITOR, Tokens.PREDICTION_CLIENT, "block").status())
                .isEqualTo(403);
    }

    private static Answer asks(String who, String path) {
        return house().api.get(who, path);
    }

    private static Answer post(String who, String client, String action) {
        return house().api
                .post(
                        who,
                        "/api/clients/" + client + "/" + action,
                        JsonNodeFactory.instance.objectNode().put("reason", "Its secret was found in a public place."));
    }
}
