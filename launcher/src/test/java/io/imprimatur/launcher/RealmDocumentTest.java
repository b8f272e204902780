package io.imprimatur.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmDocumentTest {

    private static final Path CONFIG = Layout.findProject().resolve("config/keycloak");
    private static final String BASE = "http://localhost:8080";

    @Test
    void a_client_gets_its_secret_and_its_redirect_address() {
        JsonNode web =
                client(RealmDocument.read(CONFIG, false, BASE, Map.of("imprimatur-web", "drawn")), "imprimatur-web");
        assertThat(web.path("secret").asText()).isEqualTo("drawn");
        assertThat(web.path("redirectUris").path(0).asText()).isEqualTo(BASE + "/camunda/oidc/callback");
    }

    @Test
    void the_description_itself_holds_no_secret() {
        JsonNode realm = RealmDocument.read(CONFIG, true, BASE, Map.of());
        realm.path("clients")
                .forEach(client -> assertThat(client.has("secret"))
                        .as(client.path("clientId").asText())
                        .isFalse());
    }

    @Test
    void people_with_known_passwords_are_in_the_demo_alone() {
        assertThat(people(RealmDocument.read(CONFIG, false, BASE, Map.of()))).isEmpty();
        assertThat(people(RealmDocument.read(CONFIG, true, BASE, Map.of())))
                .containsExactly(
                        "ml-engineer", "privacy-officer", "risk-manager", "release-manager", "operator", "auditor");
    }

    @Test
    void the_demo_says_that_it_is_one_in_the_realm_and_in_every_token() {
        JsonNode realm = RealmDocument.read(CONFIG, true, BASE, Map.of());
        assertThat(realm.at("/attributes/imprimatur.demo").asText()).isEqualTo("true");
        for (JsonNode client : realm.path("clients")) {
            boolean givesTokens = !client.path("bearerOnly").asBoolean();
            assertThat(client.path("protocolMappers")
                            .findValuesAsText("claim.name")
                            .contains("imprimatur_demo"))
                    .as(client.path("clientId").asText())
                    .isEqualTo(givesTokens);
        }
        assertThat(RealmDocument.read(CONFIG, false, BASE, Map.of()).toString()).doesNotContain("imprimatur_demo");
    }

    @Test
    void the_demo_is_refused_anywhere_but_on_this_machine() {
        for (String abroad :
                List.of("https://models.example.test", "http://192.0.2.1:8080", "http://localhost.example.test")) {
            assertThatThrownBy(() -> RealmDocument.read(CONFIG, true, abroad, Map.of()))
                    .isInstanceOf(LaunchFailed.class);
        }
    }

    @Test
    void every_group_carries_the_role_of_its_name_and_a_lead_gains_none() {
        JsonNode realm = RealmDocument.read(CONFIG, false, BASE, Map.of());
        for (JsonNode group : realm.path("groups")) {
            String name = group.path("name").asText();
            if (name.endsWith("-lead")) {
                assertThat(group.path("realmRoles")).as(name).isEmpty();
            } else {
                assertThat(group.path("realmRoles").path(0).asText()).isEqualTo(name);
            }
        }
    }

    @Test
    void there_is_no_administrator_of_the_engine_and_nobody_who_holds_two_roles() {
        for (boolean demo : List.of(false, true)) {
            JsonNode realm = RealmDocument.read(CONFIG, demo, BASE, Map.of());
            assertThat(realm.toString()).doesNotContain("camunda-admin");
            assertThat(realm.path("roles").path("realm").findValuesAsText("name"))
                    .containsExactly(
                            "ml-engineer",
                            "privacy-officer",
                            "risk-manager",
                            "release-manager",
                            "operator",
                            "auditor",
                            "prediction-client");
            for (JsonNode user : realm.path("users")) {
                assertThat(user.path("realmRoles")).isEmpty();
                // A lead is called, and gains no role by it.
                assertThat(user.path("groups"))
                        .as(user.path("username").asText())
                        .filteredOn(group -> !group.asText().endsWith("-lead"))
                        .hasSizeLessThanOrEqualTo(1);
                user.at("/clientRoles/realm-management")
                        .forEach(role -> assertThat(role.asText())
                                .as("what %s may at Keycloak", user.path("username"))
                                .isIn("view-users", "query-users", "query-groups"));
            }
        }
    }

    private static List<String> people(JsonNode realm) {
        return realm.path("users").findValuesAsText("username").stream()
                .filter(name -> !name.startsWith("service-account-"))
                .toList();
    }

    private static JsonNode client(JsonNode realm, String id) {
        for (JsonNode client : realm.path("clients")) {
            if (client.path("clientId").asText().equals(id)) {
                return client;
            }
        }
        throw new AssertionError("no client " + id);
    }
}
