package io.imprimatur.system;

import static io.imprimatur.system.House.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Keycloak's administration, as far as tests need people of their own. */
final class People {

    private final String keycloak = house().stack.keycloak().address();

    /** Somebody who belongs to several groups, with a password as the demo users have one. */
    void add(String name, String... groups) {
        ObjectNode person = JsonNodeFactory.instance.objectNode();
        person.put("username", name).put("enabled", true).put("emailVerified", true);
        person.put("email", name + "@example.test").put("firstName", name).put("lastName", "Of two groups");
        person.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", DemoUsers.password(name))
                .put("temporary", false);
        for (String group : groups) {
            person.withArray("groups").add("/" + group);
        }
        send("POST", "/users", person).expect(201);
    }

    /** What administrators see at this path below the realm. */
    JsonNode read(String path) {
        return house().http
                .send(HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + token()))
                .expect(200)
                .json();
    }

    Answer send(String method, String path, JsonNode body) {
        return house().http
                .send(HttpRequest.newBuilder(address(path))
                        .header("Authorization", "Bearer " + token())
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body.toString())));
    }

    /** A fresh access token of the realm master, good for a minute: Keycloak's administrator, nobody here. */
    String token() {
        return administrator();
    }

    private URI address(String path) {
        return URI.create(keycloak + "/admin/realms/imprimatur" + path);
    }

    private String administrator() {
        Map<String, String> form = Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", house().stack.secrets().keycloakAdmin());
        return house().http
                .send(HttpRequest.newBuilder(URI.create(keycloak + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Tokens.encode(form))))
                .expect(200)
                .json()
                .path("access_token")
                .asText();
    }
}
