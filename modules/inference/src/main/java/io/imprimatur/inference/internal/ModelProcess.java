package io.imprimatur.inference.internal;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Signature;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The child process in which strangers' models run: loads them, does the task of the request beside which its answers
 * are left, and says in its last line what failed.
 */
public final class ModelProcess {

    /** The task of a first load: one model answers the sample. Beside the request, {@link #DEVICE} is left. */
    public static final String FIRST_LOAD = "first-load";

    /** The task of an evaluation: one model answers all requests, in a file of this name. */
    public static final String ANSWERS = "answers";

    /** The task of a load test: one model or two are measured, and the figures left in a file of this name. */
    public static final String LOAD = "load";

    public static final String SAMPLE = "sample";
    public static final String MILLIS = "millis";

    /** The name of a file with requests, but for the number of the model. */
    public static final String REQUESTS = "requests-";

    /** Where the artifact ran, and in which engine. */
    public static final String DEVICE = "device.json";

    /** The artifact was refused in an orderly way. */
    static final int REFUSED = 3;

    /** A stranger must harm nobody: not the accelerator that others are served from, either. */
    private static final String CPU = "cpu";

    private static final long TIMEOUT_MILLIS = 600_000;
    private static final int QUEUE = 1_024;
    private static final int BATCH = 64;
    private static final Duration SLICE = Duration.ofMillis(25);

    /** Two, since a node has at least two cores and live traffic goes on beside the test. */
    private static final int CLIENTS = 2;

    private final JsonNode request;
    private final Path home;

    private ModelProcess(JsonNode request, Path home) {
        this.request = request;
        this.home = home;
    }

    /** A request for a task, without a model yet. */
    public static ObjectNode request(String task) {
        ObjectNode request = CanonicalJson.object().put("task", task);
        request.putArray("models");
        return request;
    }

    public static void addModel(ObjectNode request, Path artifact, Signature signature) {
        request.withArray("models")
                .addObject()
                .put("artifact", artifact.toAbsolutePath().toString())
                .set("signature", CanonicalJson.document(signature));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path request = Path.of(arguments[0]);
        PrintStream lastWords = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        int exit = 0;
        try {
            new ModelProcess(CanonicalJson.parse(Files.readString(request)), request.resolveSibling("")).run();
        } catch (InferenceFailed e) {
            lastWords.println(e.getMessage());
            exit = REFUSED;
        }
        // A model may have left threads of its own behind.
        Runtime.getRuntime().halt(exit);
    }

    private void run() throws IOException, InterruptedException {
        List<LoadedModel> models = new ArrayList<>();
        try {
            for (JsonNode model : request.path("models")) {
                models.add(load(model));
            }
            switch (request.path("task").asText()) {
                case FIRST_LOAD -> firstLoad(models.get(0));
                case ANSWERS -> answers(models.get(0));
                case LOAD -> measure(models);
                default -> throw new IllegalArgumentException("no such task");
            }
        } finally {
            models.forEach(LoadedModel::close);
        }
    }

    private static Device pytorch() {
        return new Device(CPU, "PyTorch " + Engine.getEngine("PyTorch").getVersion());
    }

    private LoadedModel load(JsonNode model) throws IOException {
        Signature signature = CanonicalJson.mapper().treeToValue(model.path("signature"), Signature.class);
        return LoadedModel.load(
                "stranger", Path.of(model.path("artifact").asText()), signature, ModelProcess::pytorch, QUEUE, BATCH);
    }

    private void firstLoad(LoadedModel model) throws IOException {
        model.infer(TensorDocuments.read(request.path(SAMPLE)), TIMEOUT_MILLIS);
        CanonicalJson.mapper().writeValue(home.resolve(DEVICE).toFile(), model.device());
    }

    private void answers(LoadedModel model) throws IOException {
        List<List<Tensor>> answers = new ArrayList<>();
        for (List<Tensor> inputs : requests(0)) {
            answers.add(model.infer(inputs, TIMEOUT_MILLIS));
        }
        TensorLines.write(home.resolve(ANSWERS), answers);
    }

    private void measure(List<LoadedModel> models) throws IOException, InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            LoadRounds rounds = new LoadRounds(clients, CLIENTS, SLICE);
            LoadReport report = rounds.run(
                    asked(models, 0),
                    models.size() > 1 ? asked(models, 1) : null,
                    Duration.ofMillis(request.path(MILLIS).asLong()));
            CanonicalJson.mapper().writeValue(home.resolve(LOAD).toFile(), report);
        } finally {
            clients.shutdownNow();
        }
    }

    private LoadRounds.Asked asked(List<LoadedModel> models, int number) throws IOException {
        LoadedModel model = models.get(number);
        List<List<Tensor>> requests = requests(number);
        return turn -> model.infer(requests.get(turn % requests.size()), TIMEOUT_MILLIS);
    }

    private List<List<Tensor>> requests(int number) throws IOException {
        return TensorLines.read(home.resolve(REQUESTS + number));
    }
}
