package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reviewer at Tasklist: logs in through Keycloak's form as a browser does, and then sends the very requests that
 * Tasklist's pages send.
 */
public final class Tasklist {

    private static final String ENGINE = "/camunda/api/engine/engine/default/";
    private static final String PAGE = "/camunda/app/tasklist/default/";
    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
    private static final int MOST_REDIRECTS = 10;

    private final Http http;
    private final URI base;
    private final CookieJar cookies = new CookieJar();
    private final String user;

    /** A task as Tasklist lists it. */
    public record Task(String id, String key, String assignee) {}

    private Tasklist(Http http, URI base, String user) {
        this.http = http;
        this.base = base;
        this.user = user;
    }

    /** Opens Tasklist and logs in. */
    public static Tasklist open(Http http, URI base, String user) {
        Tasklist tasklist = new Tasklist(http, base, user);
        Answer landed = tasklist.logIn();
        if (landed.status() != 200 || !landed.response().uri().getPath().startsWith("/camunda/app/tasklist/")) {
            throw new StepFailed(user + " could not log in to Tasklist: "
                    + landed.response().uri().getPath() + " answered " + landed.status());
        }
        return tasklist;
    }

    /** Logs in, also somebody whom Tasklist then shows nothing. */
    public static Tasklist session(Http http, URI base, String user) {
        Tasklist tasklist = new Tasklist(http, base, user);
        tasklist.logIn();
        return tasklist;
    }

    private Answer logIn() {
        Answer form = follow(page(base.resolve(PAGE)));
        Matcher action = FORM_ACTION.matcher(form.expect(200).body());
        if (!action.find()) {
            throw new StepFailed("Tasklist led " + user + " to no login form but to "
                    + form.response().uri());
        }
        Map<String, String> credentials = new LinkedHashMap<>();
        credentials.put("username", user);
        credentials.put("password", DemoUsers.password(user));
        credentials.put("credentialId", "");
        URI target = form.response().uri().resolve(action.group(1).replace("&amp;", "&"));
        return follow(send(HttpRequest.newBuilder(target)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Tokens.encode(credentials)))));
    }

    /** The person's id, as Tasklist learns it. */
    public String subject() {
        String id = call("GET", "/camunda/api/admin/auth/user/default", null)
                .expect(200)
                .json()
                .path("userId")
                .asText();
        if (id.isEmpty()) {
            throw new StepFailed("Tasklist does not know who " + user + " is");
        }
        return id;
    }

    /** The release's tasks that this person sees. */
    public List<Task> tasks(String release) {
        List<Task> tasks = new ArrayList<>();
        JsonNode found = call("GET", ENGINE + "task?maxResults=100&processInstanceBusinessKey=" + release, null)
                .expect(200)
                .json();
        for (JsonNode task : found) {
            tasks.add(new Task(
                    task.path("id").asText(),
                    task.path("taskDefinitionKey").asText(),
                    task.path("assignee").asText("")));
        }
        return tasks;
    }

    public Optional<Task> task(String release, String key) {
        return tasks(release).stream().filter(task -> task.key().equals(key)).findFirst();
    }

    public Answer claim(String task) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("userId", subject());
        return call("POST", ENGINE + "task/" + task + "/claim", body);
    }

    /** Sends the task's form with these variables, all of them texts. */
    public Answer submit(String task, Map<String, String> variables) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode sent = body.putObject("variables");
        variables.forEach(
                (name, value) -> sent.putObject(name).put("value", value).put("type", "String"));
        return call("POST", ENGINE + "task/" + task + "/submit-form", body);
    }

    /** Completes the task without its form, as somebody would who knows the interface. */
    public Answer complete(String task, Map<String, String> variables) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode sent = body.putObject("variables");
        variables.forEach(
                (name, value) -> sent.putObject(name).put("value", value).put("type", "String"));
        return call("POST", ENGINE + "task/" + task + "/complete", body);
    }

    /** Any GET within the session, as a form does to show the evidence. */
    public Answer read(String path) {
        return call("GET", path, null);
    }

    /** Any POST within the session, as a page does that somebody was lured to. */
    public Answer write(String path, JsonNode body) {
        return call("POST", path, body);
    }

    /** Any request within the session. */
    public Answer send(String method, String path, @Nullable JsonNode body) {
        return call(method, path, body);
    }

    /** Any request within the session, with a body of any kind. */
    public Answer send(String method, String path, String type, String body) {
        return send(
                request(path).header("Content-Type", type).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer call(String method, String path, @Nullable JsonNode body) {
        if (body == null) {
            return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
        }
        return send(method, path, "application/json", body.toString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Accept", "application/json");
        String token = cookies.value(base.resolve(PAGE), "XSRF-TOKEN");
        if (!token.isEmpty()) {
            request.header("X-XSRF-TOKEN", token);
        }
        return request;
    }

    private Answer page(URI address) {
        return send(
                HttpRequest.newBuilder(address).header("Accept", "text/html").GET());
    }

    private Answer follow(Answer first) {
        Answer answer = first;
        for (int i = 0; i < MOST_REDIRECTS && answer.status() / 100 == 3; i++) {
            answer = page(answer.response().uri().resolve(answer.header("Location")));
        }
        return answer;
    }

    private Answer send(HttpRequest.Builder request) {
        URI address = request.copy().build().uri();
        String held = cookies.header(address);
        if (!held.isEmpty()) {
            request.header("Cookie", held);
        }
        Answer answer = http.send(request);
        cookies.keep(answer.response().uri(), answer.response().headers());
        return answer;
    }
}
