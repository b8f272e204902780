package io.imprimatur.system;

import static io.imprimatur.system.House.house;

import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser whose every step a test can see: it keeps cookies and follows nothing by itself. */
final class HandBrowser {

    static final String TASKLIST = "/camunda/app/tasklist/default/";

    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");

    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    /** Asks for a page of the house by its address as it is, and nothing tidied up. */
    Answer page(String path) {
        return send(HttpRequest.newBuilder(URI.create(house().base + path)).header("Accept", "text/html"));
    }

    /** Asks an interface of the house. */
    Answer ask(String path) {
        return send(HttpRequest.newBuilder(URI.create(house().base + path)).header("Accept", "application/json"));
    }

    /** Asks for the page, is sent to Keycloak, logs in there, and comes back: the answer of the way back. */
    Answer logIn(String path, String user) {
        Answer begun = page(path).expect(302);
        Answer form = get(begun.header("Location")).expect(200);
        Matcher action = FORM_ACTION.matcher(form.body());
        if (!action.find()) {
            throw new AssertionError("no login form at " + begun.header("Location"));
        }
        Map<String, String> credentials = new LinkedHashMap<>();
        credentials.put("username", user);
        credentials.put("password", DemoUsers.password(user));
        credentials.put("credentialId", "");
        Answer posted = send(HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Tokens.encode(credentials))))
                .expect(302);
        return get(posted.header("Location"));
    }

    Answer post(String path, String body, Map<String, String> headers) {
        return send("POST", path, body, headers);
    }

    Answer put(String path, String body, Map<String, String> headers) {
        return send("PUT", path, body, headers);
    }

    private Answer send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house().base + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** The value of a cookie of the house; empty if there is none. */
    String cookie(String name) {
        return held(house().base).getOrDefault(name, "");
    }

    void plant(String name, String value) {
        held(house().base).put(name, value);
    }

    private Answer get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html"));
    }

    private Answer send(HttpRequest.Builder request) {
        Map<String, String> held = held(request.copy().build().uri());
        if (!held.isEmpty()) {
            request.header(
                    "Cookie",
                    held.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        Answer answer = house().http.send(request);
        for (String line : answer.response().headers().allValues("Set-Cookie")) {
            String pair = line.split(";", 2)[0];
            held.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return answer;
    }

    private Map<String, String> held(URI address) {
        return cookies.computeIfAbsent(address.getAuthority(), authority -> new LinkedHashMap<>());
    }
}
