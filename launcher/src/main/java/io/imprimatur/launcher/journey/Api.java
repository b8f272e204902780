package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;

/** The public interfaces with bearer tokens. */
public final class Api {

    private final Http http;
    private final URI base;
    private final Tokens tokens;

    public Api(Http http, URI base, Tokens tokens) {
        this.http = http;
        this.base = base;
        this.tokens = tokens;
    }

    public Answer get(String who, String path) {
        return http.send(request(who, path).GET());
    }

    /** Without a token. */
    public Answer getAsNobody(String path) {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    public Answer get(String who, String path, String accept) {
        return http.send(request(who, path).header("Accept", accept).GET());
    }

    public Answer post(String who, String path, JsonNode body) {
        return post(who, path, body, Map.of());
    }

    public Answer post(String who, String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = request(who, path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return http.send(request.POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    public Answer postText(String who, String path, String type, String body) {
        return http.send(
                request(who, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer put(String who, String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = request(who, path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return http.send(request.PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    public Answer delete(String who, String path) {
        return http.send(request(who, path).DELETE());
    }

    public Answer put(String who, String path, byte[] body) {
        return put(who, path, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /** Sends a file as it lies there, without taking it into memory. */
    public Answer put(String who, String path, Path file) {
        try {
            return put(who, path, HttpRequest.BodyPublishers.ofFile(file));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer put(String who, String path, HttpRequest.BodyPublisher body) {
        return http.send(request(who, path)
                .header("Content-Type", "application/octet-stream")
                .PUT(body));
    }

    private HttpRequest.Builder request(String who, String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + tokens.of(who));
    }
}
