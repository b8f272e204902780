package io.imprimatur.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.Stack;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.Api;
import io.imprimatur.launcher.journey.CreditRisk;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Http;
import io.imprimatur.launcher.journey.Releases;
import io.imprimatur.launcher.journey.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What the people and programs of a house do with their models, over HTTP; what was acknowledged goes to the journal. */
final class Works {

    static final int PLACES = 4;

    private static final List<String> EVENTS = List.of(
            "release.state_changed",
            "release.decision_taken",
            "release.rolled_back",
            "model.stopped",
            "model.stop_lifted");

    final Http http = new Http();
    final URI base;
    final Journal journal = new Journal();

    private final Api api;
    private final CreditRisk example;
    private final Releases releases;
    private final String dataSet;
    private final List<CreditRisk.Row> rows;

    /** The model at each place; an empty name where there is none yet. */
    private final AtomicReferenceArray<String> models = new AtomicReferenceArray<>(PLACES);

    /** The release of each model that was submitted last. */
    private final Map<String, Submitted> latest = new ConcurrentHashMap<>();

    private int founded;

    /** @param request with its key, to be sent again if nobody knows what became of it */
    record Submitted(String version, String release, ObjectNode request, String key) {}

    Works(Stack stack) {
        base = stack.addresses().base();
        api = new Api(http, base, new Tokens(http, stack.addresses()));
        example = new CreditRisk(stack.layout().project());
        releases = new Releases(api, example);
        rows = example.liveRows();
        dataSet = releases.uploadDataSet();
    }

    /** Has a pipeline told of everything that pipelines can be told of. */
    void listen(String hook) {
        ObjectNode webhook = JsonNodeFactory.instance.objectNode().put("url", hook);
        EVENTS.forEach(webhook.putArray("events")::add);
        api.post(DemoUsers.OPERATOR, "/api/webhooks", webhook).expect(201);
    }

    String model(int place) {
        String model = models.get(place);
        return model == null ? "" : model;
    }

    /** What an engineer has to do at a place: found a model, submit what ended, or ask again where no answer came. */
    void goOn(int place) {
        String model = model(place);
        Submitted before = latest.get(model);
        if (before == null) {
            found(place);
        } else if (before.release().isEmpty()) {
            send(model, before);
        } else {
            String state = releases.state(before.release());
            if (state.equals("IN_SERVICE")) {
                found(place);
            } else if (state.equals("REJECTED") || state.equals("WITHDRAWN") || state.equals("ROLLED_BACK")) {
                submit(model, before.version());
            }
        }
    }

    /** Under a name of its own each time: what became of a model that got no answer is not asked. */
    private void found(int place) {
        String model = "crash-" + ++founded;
        releases.register(model);
        String version = releases.upload(model, 1).path("id").asText();
        models.set(place, model);
        submit(model, version);
    }

    private void submit(String model, String version) {
        ObjectNode plan = (ObjectNode) example.plan(1, dataSet);
        plan.putArray("stages")
                .addObject()
                .put("share", 10_000)
                .put("hold", "PT1S")
                .put("minimumPredictions", 0);
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("version", version);
        request.set("plan", plan);
        Submitted fresh = new Submitted(version, "", request, UUID.randomUUID().toString());
        latest.put(model, fresh);
        send(model, fresh);
    }

    private void send(String model, Submitted submitted) {
        Answer answer = known(api.post(
                DemoUsers.ML_ENGINEER,
                "/api/releases",
                submitted.request(),
                Map.of("Idempotency-Key", submitted.key())));
        if (answer.status() == 201) {
            String release = answer.json().path("id").asText();
            latest.put(model, new Submitted(submitted.version(), release, submitted.request(), submitted.key()));
            journal.submitted(release, submitted.key());
        }
    }

    /** The release that was submitted last; empty while nobody knows. */
    String release(String model) {
        Submitted submitted = latest.get(model);
        return submitted == null ? "" : submitted.release();
    }

    void withdraw(String model) {
        String release = release(model);
        if (!release.isEmpty()
                && known(api.post(
                                        DemoUsers.ML_ENGINEER,
                                        "/api/releases/" + release + "/withdraw",
                                        JsonNodeFactory.instance.objectNode()))
                                .status()
                        == 200) {
            journal.withdrawn(release);
        }
    }

    void amend(String model, int amendment) {
        Submitted submitted = latest.get(model);
        if (submitted == null) {
            return;
        }
        String path = "/api/versions/" + submitted.version();
        Answer version = api.get(DemoUsers.ML_ENGINEER, path);
        ObjectNode card = (ObjectNode) example.card(1);
        card.withArray("/limits").add("Amended for the " + amendment + ". time.");
        known(api.put(DemoUsers.ML_ENGINEER, path + "/card", card, Map.of("If-Match", version.header("ETag"))));
    }

    void rollBack(String model) {
        Answer answer = known(api.post(
                DemoUsers.OPERATOR,
                "/api/splits/" + model + "/rollback",
                JsonNodeFactory.instance.objectNode().put("reason", "A pager rang.")));
        if (answer.status() == 200) {
            journal.published(model, answer.json().path("revision").asLong());
        }
    }

    void predict(String model, int row) {
        CreditRisk.Row applicant = rows.get(row % rows.size());
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("parameters").put("subject", "applicant-" + applicant.subject());
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", "application").put("datatype", "FP32");
        input.putArray("shape").add(1).add(applicant.values().size());
        ArrayNode data = input.putArray("data");
        applicant.values().forEach(data::add);
        Answer answer = api.post(Tokens.PREDICTION_CLIENT, "/v2/models/" + model + "/infer", request);
        if (answer.status() == 200) {
            journal.predicted(answer.json().at("/parameters/prediction_id").asText());
        }
    }

    /** What a reviewer's form reads and then sends. */
    String digest(String release, String gate) {
        JsonNode found = api.get(DemoUsers.AUDITOR, "/api/releases/" + release)
                .expect(200)
                .json();
        return found.path("digests").path(gate).asText();
    }

    /** An answer of the server's own error is one that nobody may get, killed or not. */
    Answer known(Answer answer) {
        if (answer.status() == 500) {
            journal.unforeseen(answer.request() + ": " + answer.body());
        }
        return answer;
    }
}
