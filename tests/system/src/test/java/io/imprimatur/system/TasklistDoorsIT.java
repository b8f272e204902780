package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's web applications open to those who have a role, by Keycloak's login alone. */
@ExtendWith(House.Open.class)
class TasklistDoorsIT {

    @Test
    void a_page_leads_to_keycloak_by_code_and_pkce() {
        Answer page = house().http
                .send(HttpRequest.newBuilder(house().base.resolve("/camunda/app/tasklist/default/"))
                        .header("Accept", "text/html"));

        assertThat(page.status()).isEqualTo(302);
        assertThat(page.header("Location"))
                .startsWith(house().stack.addresses().issuer() + "/protocol/openid-connect/auth")
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "state=", "nonce=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/engine/engine/default/task?maxResults=1",
                "/camunda/api/admin/auth/user/default",
                "/camunda/api/cockpit/plugin/base/default/process-definition/statistics"
            })
    void without_a_session_the_interfaces_are_closed(String path) {
        assertThat(house().http
                        .send(HttpRequest.newBuilder(house().base.resolve(path)))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest", "/engine-rest/task", "/rest/task", "/camunda/engine-rest/task"})
    void there_is_no_public_engine_interface(String path) {
        assertThat(house().http
                        .send(HttpRequest.newBuilder(house().base.resolve(path)))
                        .status())
                .isIn(401, 404);
        assertThat(house().api.get(DemoUsers.OPERATOR, path).status()).isIn(401, 404);
    }

    @Test
    void a_bearer_token_is_no_session_of_tasklist() {
        Answer refused = house().api.get(DemoUsers.OPERATOR, "/camunda/api/engine/engine/default/task?maxResults=1");

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void a_session_writes_nothing_at_the_api() {
        Answer refused = house().reviewers
                .at(DemoUsers.OPERATOR)
                .write("/api/splits/credit-risk/rollback", JsonNodeFactory.instance.objectNode());

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void reviewers_do_not_look_into_the_cockpit() {
        String cockpit = "/camunda/api/cockpit/plugin/base/default/process-definition/statistics?maxResults=10";
        assertThat(house().reviewers.at(DemoUsers.PRIVACY_OFFICER).read(cockpit).status())
                .isIn(401, 403);
        assertThat(house().reviewers.at(DemoUsers.OPERATOR).read(cockpit).status())
                .isEqualTo(200);
    }

    @Test
    void nobody_sets_an_administrator_up() {
        Answer refused = house().http
                .send(HttpRequest.newBuilder(house().base.resolve("/camunda/api/admin/setup/default/user/create"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"profile\":{\"id\":\"intruder\"}}")));

        assertThat(refused.status()).isIn(401, 403, 404);
    }
}
