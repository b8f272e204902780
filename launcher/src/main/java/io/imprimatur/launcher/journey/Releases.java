package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the ml-engineer does, and what everybody may read, at {@code /api}. */
public final class Releases {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ENDS = List.of("REJECTED", "WITHDRAWN", "ROLLED_BACK", "IN_SERVICE");

    private final Api api;
    private final CreditRisk example;

    public Releases(Api api, CreditRisk example) {
        this.api = api;
        this.example = example;
    }

    /** A name that nobody has taken yet, for the example's model. */
    public String freeName() {
        return freeName("credit-risk");
    }

    /** A model's name that nobody has taken yet, so that the journey can be walked again on the same data. */
    public String freeName(String first) {
        for (int i = 1; i < 1000; i++) {
            String name = i == 1 ? first : first + "-" + i;
            if (api.get(DemoUsers.ML_ENGINEER, "/api/models/" + name)
                            .expect(200, 404)
                            .status()
                    == 404) {
                return name;
            }
        }
        throw new StepFailed("All names of the example are taken");
    }

    public void register(String model) {
        register(model, example.card(1).path("purpose").asText());
    }

    public void register(String model, String purpose) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", model).put("purpose", purpose);
        api.post(DemoUsers.ML_ENGINEER, "/api/models", body).expect(201);
    }

    /** Uploads the evaluation rows and returns their digest. */
    public String uploadDataSet() {
        return uploadDataSet("credit-risk-evaluation", example.evaluationRows());
    }

    public String uploadDataSet(String name, String csv) {
        return api.postText(DemoUsers.ML_ENGINEER, "/api/datasets?name=" + name, "text/csv", csv)
                .expect(200, 201)
                .json()
                .path("digest")
                .asText();
    }

    /** Uploads a version's artifact and card, and returns the version as it was registered. */
    public JsonNode upload(String model, int number) {
        return upload(model, number, example.artifact(number));
    }

    /** Registers this artifact under the example's card of the number. */
    public JsonNode upload(String model, int number, byte[] artifact) {
        return upload(model, number, artifact, example.card(number));
    }

    /** Registers the example's artifact of the number under this card. */
    public JsonNode upload(String model, int number, JsonNode card) {
        return upload(model, number, example.artifact(number), card);
    }

    private JsonNode upload(String model, int number, byte[] artifact, JsonNode card) {
        String digest = CreditRisk.digest(artifact);
        api.put(DemoUsers.ML_ENGINEER, "/api/artifacts/" + digest, artifact).expect(200, 201);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("artifact", digest);
        body.set("card", card);
        JsonNode version = api.post(DemoUsers.ML_ENGINEER, "/api/models/" + model + "/versions", body)
                .expect(201)
                .json();
        if (version.path("number").asInt() != number) {
            throw new StepFailed("Version " + number + " was registered as " + version.path("number"));
        }
        return version;
    }

    /** Submits a version and returns the release's id. */
    public String submit(JsonNode version, JsonNode plan) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", version.path("id").asText());
        body.set("plan", plan);
        return api.post(
                        DemoUsers.ML_ENGINEER,
                        "/api/releases",
                        body,
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    public void amendCard(JsonNode version, JsonNode card) {
        String path = "/api/versions/" + version.path("id").asText();
        String tag = api.get(DemoUsers.ML_ENGINEER, path).expect(200).header("ETag");
        api.put(DemoUsers.ML_ENGINEER, path + "/card", card, Map.of("If-Match", tag))
                .expect(200);
    }

    public JsonNode get(String release) {
        return api.get(DemoUsers.AUDITOR, "/api/releases/" + release)
                .expect(200)
                .json();
    }

    public String state(String release) {
        return get(release).path("state").asText();
    }

    /** The split of the model's traffic now. */
    public JsonNode split(String model) {
        return api.get(DemoUsers.AUDITOR, "/api/splits/" + model).expect(200).json();
    }

    /** Waits for a state; any other end of the case is a failure. */
    public void awaitState(String release, String state) {
        awaitState(release, state, () -> {});
    }

    /** The same, doing something between two looks. */
    public void awaitState(String release, String state, Runnable meanwhile) {
        Await.until("release " + release + " is " + state, PATIENCE, () -> {
            meanwhile.run();
            String now = state(release);
            if (!now.equals(state) && ENDS.contains(now)) {
                throw new StepFailed("Release " + release + " became " + now + " instead of " + state + ": "
                        + get(release).path("evidence").path("EVALUATION"));
            }
            return now.equals(state) ? Optional.of(now) : Optional.empty();
        });
    }

    /** Waits until a kind of evidence is recorded, and returns it. */
    public JsonNode awaitEvidence(String release, String kind) {
        return Await.until("release " + release + " has the evidence " + kind, PATIENCE, () -> {
            JsonNode document = get(release).path("evidence").path(kind);
            if (document.isMissingNode() && ENDS.contains(state(release))) {
                throw new StepFailed("Release " + release + " ended without the evidence " + kind);
            }
            return document.isMissingNode() || document.isNull() ? Optional.empty() : Optional.of(document);
        });
    }
}
