package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.launcher.StackAddresses;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Access tokens from Keycloak, kept until shortly before they expire. */
public final class Tokens {

    /** Who asks for predictions: a client with a service account, nobody in person. */
    public static final String PREDICTION_CLIENT = "prediction-client";

    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Http http;
    private final StackAddresses addresses;
    private final Map<String, Token> held = new ConcurrentHashMap<>();

    private record Token(String value, Instant until) {}

    public Tokens(Http http, StackAddresses addresses) {
        this.http = http;
        this.addresses = addresses;
    }

    /** The token of a demo user, whose name is his role, or of the prediction client. */
    public String of(String who) {
        return held.compute(
                        who,
                        (name, token) -> token != null && Instant.now().isBefore(token.until()) ? token : fetch(name))
                .value();
    }

    private Token fetch(String who) {
        Map<String, String> form = new LinkedHashMap<>();
        if (who.equals(PREDICTION_CLIENT)) {
            form.put("grant_type", "client_credentials");
            form.put("client_id", who);
            form.put("client_secret", addresses.predictionSecret());
        } else {
            form.put("grant_type", "password");
            form.put("client_id", "imprimatur-cli");
            form.put("username", who);
            form.put("password", DemoUsers.password(who));
        }
        URI address = URI.create(addresses.issuer() + "/protocol/openid-connect/token");
        JsonNode token = http.send(HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form))))
                .expect(200)
                .json();
        Instant until =
                Instant.now().plusSeconds(token.path("expires_in").asLong()).minus(MARGIN);
        return new Token(token.path("access_token").asText(), until);
    }

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
