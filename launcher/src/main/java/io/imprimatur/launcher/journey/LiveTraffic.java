package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Sends predictions as several clients would, and later what came of them. */
public final class LiveTraffic implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final Api api;
    private final String model;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

    /**
     * A prediction that was answered.
     *
     * @param version the version that answered
     * @param fallback whether the champion stood in for a challenger that failed
     * @param at when the answer came
     */
    public record Sent(
            String predictionId, int version, long splitRevision, boolean fallback, String outcome, Instant at) {}

    public LiveTraffic(Api api, String model) {
        this.api = api;
        this.model = model;
    }

    /** Sends every row as the prediction for its subject; the client sees no failure, or the journey ends. */
    public List<Sent> send(List<CreditRisk.Row> rows) {
        return all(rows, this::predict);
    }

    /** Reports each outcome by its prediction's id. */
    public void report(List<Sent> sent) {
        all(sent, this::feedBack);
    }

    private Sent predict(CreditRisk.Row row) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("parameters").put("subject", "applicant-" + row.subject());
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", "application").put("datatype", "FP32");
        input.putArray("shape").add(1).add(row.values().size());
        ArrayNode data = input.putArray("data");
        row.values().forEach(data::add);
        JsonNode answer = api.post(Tokens.PREDICTION_CLIENT, "/v2/models/" + model + "/infer", request)
                .expect(200)
                .json();
        JsonNode parameters = answer.path("parameters");
        return new Sent(
                parameters.path("prediction_id").asText(),
                parameters.path("version").asInt(),
                parameters.path("split_revision").asLong(),
                parameters.path("fallback").asBoolean(),
                row.outcome(),
                Instant.now());
    }

    private Answer feedBack(Sent sent) {
        return api.post(
                        Tokens.PREDICTION_CLIENT,
                        "/api/predictions/" + sent.predictionId() + "/feedback",
                        JsonNodeFactory.instance.objectNode().put("outcome", sent.outcome()))
                .expect(200, 201, 202, 204);
    }

    private <T, R> List<R> all(List<T> things, Function<T, R> work) {
        List<Callable<R>> calls = new ArrayList<>();
        things.forEach(thing -> calls.add(() -> work.apply(thing)));
        List<R> results = new ArrayList<>();
        try {
            for (Future<R> call : clients.invokeAll(calls)) {
                results.add(call.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StepFailed failed) {
                throw failed;
            }
            throw new StepFailed("A client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("The traffic was interrupted", e);
        }
        return results;
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
