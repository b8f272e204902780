package io.imprimatur.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.KeycloakServer;
import io.imprimatur.launcher.Layout;
import io.imprimatur.launcher.Ports;
import io.imprimatur.launcher.PostgresServer;
import io.imprimatur.launcher.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same WAR inside an EAR on Payara Server, with a real PostgreSQL and a real Keycloak. */
class EnterpriseArchiveIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Layout layout;
    private static Ports ports;
    private static Secrets secrets;
    private static PostgresServer postgres;
    private static KeycloakServer keycloak;
    private static PayaraServer payara;

    @BeforeAll
    static void start() throws Exception {
        Path target = Path.of("target").toAbsolutePath();
        layout = Layout.apart(Files.createTempDirectory(target, "ear-"));
        ports = Ports.free();
        secrets = Secrets.in(layout.home());
        payara = new PayaraServer(target.resolve("payara6"), layout);
        postgres = new PostgresServer(layout, secrets, ports.postgres());
        postgres.start();
        keycloak = new KeycloakServer(layout, secrets, ports, true);
        keycloak.start();
        payara.start(settings(), layout.project().resolve("ear/target/imprimatur.ear"));
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            if (payara != null) {
                payara.close();
            }
        } finally {
            if (keycloak != null) {
                keycloak.stop();
            }
            if (postgres != null) {
                postgres.stop();
            }
        }
    }

    @Test
    void a_release_is_submitted_and_read_back() throws Exception {
        String token = token();
        Path example = layout.project().resolve("examples/credit-risk");
        byte[] artifact = Files.readAllBytes(example.resolve("credit-risk-1.pt"));
        String digest = HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(artifact));

        assertThat(send(token, "PUT", "/api/artifacts/" + digest, "application/octet-stream", artifact)
                        .statusCode())
                .isEqualTo(201);
        JsonNode dataSet = json(send(
                token,
                "POST",
                "/api/datasets?name=evaluation",
                "text/csv",
                Files.readAllBytes(example.resolve("data/evaluation.csv"))));
        post(
                token,
                "/api/models",
                JSON.createObjectNode().put("name", "credit-risk").put("purpose", "Consumer loans"));
        JsonNode version = post(
                token,
                "/api/models/credit-risk/versions",
                JSON.createObjectNode().put("artifact", digest).set("card", read(example.resolve("card-1.json"))));
        ObjectNode plan = (ObjectNode) read(example.resolve("plan-1.json"));
        plan.withObject("/evaluation").put("dataset", dataSet.path("digest").asText());

        JsonNode submitted = post(
                token,
                "/api/releases",
                JSON.createObjectNode()
                        .put("version", version.path("id").asText())
                        .set("plan", plan));

        String address = "/api/releases/" + submitted.path("id").asText();
        JsonNode release = json(send(token, "GET", address, null, null));
        assertThat(release.path("artifact").asText()).isEqualTo(digest);
        assertThat(release.path("model").asText()).isEqualTo("credit-risk");
        // The engine, the models and the database work together here too: intake and evaluation pass it to the reviews.
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(json(send(token, "GET", address, null, null))
                                .path("state")
                                .asText())
                        .isEqualTo("IN_REVIEW"));
    }

    @Test
    void nobody_comes_in_without_a_token_here_either() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(payara.address() + "/api/models"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }

    private static Map<String, String> settings() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Map<String, String> settings = new HashMap<>();
        settings.put("IMPRIMATUR_DB_URL", postgres.url("imprimatur"));
        settings.put("IMPRIMATUR_DB_USER", "imprimatur_app");
        settings.put("IMPRIMATUR_DB_PASSWORD", secrets.databaseApp());
        settings.put("IMPRIMATUR_DB_OWNER_USER", "imprimatur_owner");
        settings.put("IMPRIMATUR_DB_OWNER_PASSWORD", secrets.databaseOwner());
        settings.put("IMPRIMATUR_BASE_URL", payara.address());
        settings.put("IMPRIMATUR_KEYCLOAK_URL", keycloak.address());
        settings.put("IMPRIMATUR_OIDC_ISSUER", keycloak.address() + "/realms/" + KeycloakServer.REALM);
        settings.put("IMPRIMATUR_OIDC_CLIENT_SECRET", secrets.client("imprimatur-web"));
        settings.put("IMPRIMATUR_DIRECTORY_CLIENT_SECRET", secrets.client("imprimatur-directory"));
        settings.put(
                "IMPRIMATUR_ARTIFACTS_DIRECTORY",
                layout.home().resolve("artifacts").toString());
        settings.put("IMPRIMATUR_PSEUDONYM_KEY", Base64.getEncoder().encodeToString(key));
        settings.put("IMPRIMATUR_INPUTS_KEY", Base64.getEncoder().encodeToString(key));
        settings.put("IMPRIMATUR_DEMO", "true");
        settings.put("DJL_CACHE_DIR", layout.home().resolve("djl").toString());
        return settings;
    }

    private static String token() throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=imprimatur-cli&username=ml-engineer&password=ml-engineer-demo";
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(keycloak.address() + "/realms/" + KeycloakServer.REALM
                                + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    private static JsonNode post(String token, String path, JsonNode body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(token, "POST", path, "application/json", JSON.writeValueAsBytes(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private static HttpResponse<String> send(String token, String method, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(payara.address() + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }
}
