package io.imprimatur.inference.internal;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.Tensor;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One version in memory, with the one thread that may call it. The thread takes a request and whatever else waits, and
 * runs them as one batch: rows are nearly free, calls are not, and a single request waits for nobody.
 */
public final class LoadedModel implements AutoCloseable {

    /** The dispatcher of a version bears this and the version's id: a crash report names the thread that crashed. */
    public static final String THREAD = "inference-";

    private static final long CLOSE_MILLIS = 30_000;

    private final Signature signature;
    private final boolean byRows;
    private final ZooModel<NDList, NDList> model;
    private final Predictor<NDList, NDList> predictor;
    private final BlockingQueue<Request> waiting;
    private final int batch;
    private final Path home;
    private final Device device;
    private final @Nullable TextTokens tokens;
    private final Thread dispatcher;
    private final Pace pace = new Pace();
    private final Object entry = new Object();
    private volatile boolean closing;
    private volatile List<Request> inHand = List.of();
    private volatile long inHandSince = System.nanoTime();

    private record Request(List<Tensor> inputs, CompletableFuture<List<Tensor>> answer) {}

    private LoadedModel(
            String name,
            Signature signature,
            boolean byRows,
            ZooModel<NDList, NDList> model,
            @Nullable TextTokens tokens,
            Device device,
            Path home,
            int queue,
            int batch) {
        this.signature = signature;
        this.byRows = byRows;
        this.model = model;
        this.tokens = tokens;
        this.device = device;
        this.home = home;
        this.predictor = model.newPredictor();
        this.waiting = new ArrayBlockingQueue<>(queue);
        this.batch = batch;
        this.dispatcher = new Thread(this::serve, THREAD + name);
        dispatcher.setDaemon(true);
        dispatcher.start();
    }

    /**
     * Loads the artifact on the engine that it is made for.
     *
     * @param pytorch where models of PyTorch run; asked for them only, since asking loads the engine
     */
    public static LoadedModel load(
            String name, Path artifact, Signature signature, Supplier<Device> pytorch, int queue, int batch) {
        Path home = null;
        try {
            home = Files.createTempDirectory("imprimatur-model-");
            ModelArchive.Laid laid = ModelArchive.lay(artifact, home);
            boolean texts = laid.tokenizer() != null;
            if (texts && !TextBatch.isTexts(signature)) {
                throw new IllegalArgumentException("it has a tokenizer, so its card has to name one input, BYTES of the"
                        + " shape [-1], and outputs of the shape [-1, …] with no other free axis");
            }
            Device device = laid.engine() == Engine.PYTORCH ? pytorch.get() : onnxRuntime();
            ZooModel<NDList, NDList> model = EngineModels.load(laid, device);
            TextTokens tokens = laid.tokenizer() == null ? null : new TextTokens(laid.tokenizer());
            boolean byRows = laid.byRows() && (texts || Batch.isByRows(signature));
            return new LoadedModel(name, signature, byRows, model, tokens, device, home, queue, batch);
        } catch (IOException | ModelNotFoundException | MalformedModelException | RuntimeException e) {
            discard(home);
            throw new InferenceFailed(Reason.MODEL_FAILED, "The artifact cannot be loaded: " + firstLine(e));
        }
    }

    /** Where models of ONNX Runtime run: on processors, since its library for other devices is another one. */
    public static Device onnxRuntime() {
        String label = Engine.ONNX_RUNTIME.label();
        return new Device(
                "cpu", label + " " + ai.djl.engine.Engine.getEngine(label).getVersion());
    }

    /** Where it runs, and in which engine. */
    public Device device() {
        return device;
    }

    /** Whether it has a tokenizer. */
    public boolean takesTexts() {
        return tokens != null;
    }

    public Signature signature() {
        return signature;
    }

    /** Waits for the answer, with what else waits. */
    public List<Tensor> infer(List<Tensor> inputs, long timeoutMillis) {
        Request request = new Request(inputs, new CompletableFuture<>());
        enter(request, timeoutMillis);
        try {
            return request.answer().get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InferenceFailed failed) {
                throw failed;
            }
            throw new InferenceFailed(Reason.MODEL_FAILED, firstLine(e));
        } catch (TimeoutException e) {
            // Whoever has gone is not computed for: that time belongs to those who still wait.
            request.answer().cancel(false);
            throw new InferenceFailed(Reason.TIMED_OUT, "No answer within " + timeoutMillis + " ms.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceFailed(Reason.UNLOADED, "Interrupted while waiting.");
        }
    }

    /** @throws InferenceFailed QUEUE_FULL when whoever comes now would not get its turn in time */
    public void requireTurn(long timeoutMillis) {
        if (pace.isBehind(waiting.size(), timeoutMillis)) {
            throw new InferenceFailed(Reason.QUEUE_FULL, "It would not get its turn within " + timeoutMillis + " ms.");
        }
    }

    /** Either before the door closes, and then it is answered, or not at all: nobody waits for a thread that has gone. */
    private void enter(Request request, long timeoutMillis) {
        synchronized (entry) {
            if (closing) {
                throw new InferenceFailed(Reason.UNLOADED, "The version is being unloaded.");
            }
            requireTurn(timeoutMillis);
            if (!waiting.offer(request)) {
                throw new InferenceFailed(Reason.QUEUE_FULL, "Too many requests wait for this version already.");
            }
        }
    }

    private void serve() {
        try {
            dispatch();
        } finally {
            // By nobody else: memory that a native call still uses must not be given back.
            predictor.close();
            model.close();
            if (tokens != null) {
                tokens.close();
            }
            discard(home);
        }
    }

    private void dispatch() {
        List<Request> taken = new ArrayList<>(batch);
        while (!closing || !waiting.isEmpty()) {
            try {
                Request first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                taken.add(first);
                waiting.drainTo(taken, batch - 1);
                taken.removeIf(request -> request.answer().isDone());
                inHand = List.copyOf(taken);
                while (!taken.isEmpty()) {
                    together(takeAlike(taken));
                }
                inHand = List.of();
            } catch (InterruptedException e) {
                break;
            }
        }
        failWaiting(new InferenceFailed(Reason.UNLOADED, "The version was unloaded."));
    }

    private void failWaiting(InferenceFailed reason) {
        Request late;
        while ((late = waiting.poll()) != null) {
            late.answer().completeExceptionally(reason);
        }
    }

    /** Those whose rows look like the first one's: only they can share a batch. */
    private List<Request> takeAlike(List<Request> taken) {
        Request first = taken.remove(0);
        List<Request> group = new ArrayList<>(List.of(first));
        if (byRows || tokens != null) {
            Predicate<Request> alike = request -> Batch.alike(first.inputs(), request.inputs());
            taken.stream().filter(alike).forEach(group::add);
            taken.removeIf(alike);
        }
        return group;
    }

    /** Runs the group as one batch; if that fails, each alone, so that one bad row fails alone. */
    private void together(List<Request> group) {
        long start = System.nanoTime();
        inHandSince = start;
        try {
            List<List<Tensor>> inputs = group.stream().map(Request::inputs).toList();
            List<List<Tensor>> answers = tokens == null
                    ? new Batch(inputs, signature, byRows).run(model.getNDManager(), predictor)
                    : new TextBatch(inputs, signature, byRows).run(model.getNDManager(), tokens, predictor);
            pace.took(System.nanoTime() - start, group.size());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(answers.get(i));
            }
        } catch (TranslateException | RuntimeException e) {
            if (group.size() == 1) {
                group.get(0).answer().completeExceptionally(new InferenceFailed(Reason.MODEL_FAILED, firstLine(e)));
            } else {
                group.forEach(request -> together(List.of(request)));
            }
        }
    }

    /** The first line of the innermost reason: a model's stack trace is of no use to a client. */
    static String firstLine(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = String.valueOf(innermost.getMessage());
        // libtorch tells first where it happened, and in a later line what.
        Optional<String> cause = message.lines()
                .filter(line -> line.startsWith("RuntimeError: "))
                .findFirst();
        if (cause.isPresent()) {
            return cause.get().substring("RuntimeError: ".length());
        }
        return message.lines().findFirst().orElse(innermost.getClass().getSimpleName());
    }

    /** Whether one call takes longer than this already. */
    public boolean isStalled(long nanos) {
        return !inHand.isEmpty() && System.nanoTime() - inHandSince > nanos;
    }

    /**
     * Gives up on a dispatcher that does not come back: all who wait are told, and nobody comes in any more. A native
     * call cannot be ended from outside; if it ever returns, its thread gives the memory back.
     */
    public void abandon(InferenceFailed reason) {
        synchronized (entry) {
            closing = true;
        }
        inHand.forEach(request -> request.answer().completeExceptionally(reason));
        failWaiting(reason);
    }

    @Override
    public void close() {
        synchronized (entry) {
            closing = true;
        }
        try {
            dispatcher.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void discard(@Nullable Path home) {
        if (home == null) {
            return;
        }
        try {
            Files.deleteIfExists(home.resolve("model.pt"));
            Files.deleteIfExists(home.resolve(OnnxArchive.MODEL));
            Files.deleteIfExists(home);
        } catch (IOException e) {
            home.toFile().deleteOnExit();
        }
    }
}
