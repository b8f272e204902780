package io.imprimatur.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Brings the realm into a Keycloak that has none, and its addresses and secrets up to date in one that has. */
final class RealmImport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI keycloak;
    private final Secrets secrets;

    RealmImport(URI keycloak, Secrets secrets) {
        this.keycloak = keycloak;
        this.secrets = secrets;
    }

    void apply(ObjectNode realm) {
        String token = token();
        String name = realm.path("realm").asText();
        HttpResponse<String> held =
                send(authorised(token, "/admin/realms/" + name).GET());
        if (held.statusCode() == 404) {
            expect(201, send(authorised(token, "/admin/realms").POST(body(realm))), "The realm could not be imported");
            return;
        }
        expect(200, held, "The realm could not be read");
        for (JsonNode wanted : realm.withArray("clients")) {
            refresh(token, name, wanted);
        }
    }

    /** Another port is another redirect address; a restored secrets file is another secret. */
    private void refresh(String token, String realm, JsonNode wanted) {
        String clients = "/admin/realms/" + realm + "/clients";
        HttpResponse<String> found = send(authorised(
                        token, clients + "?clientId=" + wanted.path("clientId").asText())
                .GET());
        expect(200, found, "The realm's clients could not be read");
        JsonNode held = parse(found.body()).path(0);
        if (!(held instanceof ObjectNode client)) {
            return;
        }
        ObjectNode before = client.deepCopy();
        for (String member : new String[] {"secret", "redirectUris"}) {
            if (wanted.has(member)) {
                client.set(member, wanted.get(member));
            }
        }
        if (wanted.path("attributes") instanceof ObjectNode attributes) {
            client.withObject("/attributes").setAll(attributes);
        }
        if (!client.equals(before)) {
            HttpRequest.Builder update =
                    authorised(token, clients + "/" + client.path("id").asText());
            expect(204, send(update.PUT(body(client))), "A client of the realm could not be brought up to date");
        }
    }

    private String token() {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password="
                + URLEncoder.encode(secrets.keycloakAdmin(), StandardCharsets.UTF_8);
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(keycloak.resolve("/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        expect(200, response, "Keycloak's administrator could not log in");
        return parse(response.body()).path("access_token").asText();
    }

    private HttpRequest.Builder authorised(String token, String path) {
        return HttpRequest.newBuilder(keycloak.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailed("The realm's import was interrupted.");
        }
    }

    private static void expect(int status, HttpResponse<String> response, String sentence) {
        if (response.statusCode() != status) {
            throw new LaunchFailed(sentence + ": Keycloak answered " + response.statusCode() + " " + response.body());
        }
    }

    private static HttpRequest.BodyPublisher body(JsonNode document) {
        return HttpRequest.BodyPublishers.ofString(document.toString());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
