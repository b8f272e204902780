package io.imprimatur.inference;

import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.internal.EngineTypes;
import io.imprimatur.inference.internal.LoadedModel;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The models loaded on this node. Each has one dispatcher thread, a bounded queue and greedy batching; shapes and types
 * are checked before anything native is called.
 */
@ApplicationScoped
public class Inference {

    private static final Logger LOG = Logger.getLogger(Inference.class.getName());

    private final int queue;
    private final int batch;
    private final long timeoutMillis;
    private final Map<VersionId, LoadedModel> loaded = new ConcurrentHashMap<>();
    private final Map<VersionId, String> takenOut = new ConcurrentHashMap<>();
    private @Nullable Device device;

    static {
        // One thread for each model: more of them fight over two cores and lose (docs: platform facts of the house).
        setIfAbsent("ai.djl.pytorch.num_threads", "1");
        setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
        setIfAbsent("ai.djl.offline", "true");
        // ONNX Runtime runs models, and does no arithmetic on tensors of ours that PyTorch would have to be loaded for.
        setIfAbsent("ai.djl.onnx.disable_alternative", "true");
    }

    @Inject
    public Inference(
            @ConfigProperty(name = "imprimatur.inference.queue", defaultValue = "1024") int queue,
            @ConfigProperty(name = "imprimatur.inference.batch", defaultValue = "64") int batch,
            @ConfigProperty(name = "imprimatur.inference.timeout.millis", defaultValue = "10000") long timeoutMillis) {
        this.queue = queue;
        this.batch = batch;
        this.timeoutMillis = timeoutMillis;
    }

    /** For the container's proxy only. */
    protected Inference() {
        this(1, 1, 1);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Where models of PyTorch run on this node: the GPU when there is one. */
    public synchronized Device device() {
        if (device == null) {
            var engine = ai.djl.engine.Engine.getEngine("PyTorch");
            String name = engine.getGpuCount() > 0 ? "gpu:0" : "cpu";
            device = new Device(name, "PyTorch " + engine.getVersion());
            LOG.log(Level.INFO, "Models run on {0} ({1})", new Object[] {device.name(), device.engine()});
        }
        return device;
    }

    /** Where versions of an engine run on this node; asking loads it. */
    public Device device(Engine engine) {
        return engine == Engine.PYTORCH ? device() : LoadedModel.onnxRuntime();
    }

    /**
     * Loads a version and warms it up; it answers only afterwards. A version already loaded stays as it is.
     *
     * @param sample the inputs for the warm-up; none warms up with nothing
     * @throws InferenceFailed MODEL_FAILED when it cannot be loaded or fails on the sample
     */
    public void load(VersionId version, Path artifact, Signature signature, List<Tensor> sample) {
        loaded.computeIfAbsent(version, id -> {
            if (takenOut.containsKey(id)) {
                throw new InferenceFailed(
                        Reason.MODEL_FAILED, "It was taken out until this node starts anew: " + takenOut.get(id));
            }
            // Should native code break the process, its report names the thread, and so the version.
            Thread loader = Thread.currentThread();
            String name = loader.getName();
            loader.setName(LoadedModel.THREAD + id);
            try {
                return warm(id, artifact, signature, sample);
            } finally {
                loader.setName(name);
            }
        });
    }

    private LoadedModel warm(VersionId id, Path artifact, Signature signature, List<Tensor> sample) {
        long start = System.nanoTime();
        LoadedModel model = LoadedModel.load(id.toString(), artifact, signature, this::device, queue, batch);
        try {
            if (!sample.isEmpty()) {
                model.infer(sample, timeoutMillis);
            }
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
        LOG.log(Level.INFO, "Version {0} is loaded and warm after {1} ms", new Object[] {
            id, (System.nanoTime() - start) / 1_000_000
        });
        return model;
    }

    /** Answers what waits, then gives the model's memory back. Unknown versions are passed over. */
    public void unload(VersionId version) {
        LoadedModel model = loaded.remove(version);
        if (model != null) {
            model.close();
        }
    }

    /** Never loads the version again as long as this node runs, and lets go of it if it is loaded. */
    public void takeOut(VersionId version, String reason) {
        takenOut.put(version, reason);
        LoadedModel model = loaded.remove(version);
        if (model != null) {
            model.abandon(new InferenceFailed(Reason.MODEL_FAILED, reason));
        }
    }

    /** The versions that have not come back from a call for longer than this. */
    public List<VersionId> stalled(Duration bound) {
        return loaded.entrySet().stream()
                .filter(model -> model.getValue().isStalled(bound.toNanos()))
                .map(Map.Entry::getKey)
                .toList();
    }

    public boolean isReady(VersionId version) {
        return loaded.containsKey(version);
    }

    /**
     * Runs the version on the inputs, together with what else waits for it.
     *
     * @param inputs in any order: their names tell them apart
     * @return the outputs, in the order of the signature
     * @throws DomainException TENSOR_… when the inputs are not what the signature says, DATATYPE_UNSUPPORTED
     * @throws InferenceFailed when the version cannot answer
     */
    public List<Tensor> infer(VersionId version, List<Tensor> inputs) {
        LoadedModel model = loaded.get(version);
        if (model == null) {
            throw new InferenceFailed(Reason.NOT_LOADED, "Version " + version + " is not loaded.");
        }
        // Before the inputs are looked through: under overload that would cost more than the answers.
        model.requireTurn(timeoutMillis);
        EngineTypes.requireCarried(model.signature(), model.takesTexts());
        return model.infer(bySignature(model.signature(), inputs), timeoutMillis);
    }

    /** The inputs in the order of the signature, once their number, names, types, axes and values are what it says. */
    static List<Tensor> bySignature(Signature signature, List<Tensor> inputs) {
        List<TensorSpec> specs = signature.inputs();
        if (inputs.size() != specs.size()) {
            throw DomainException.invalid(
                    "TENSOR_COUNT", "The model takes " + specs.size() + " inputs, not " + inputs.size() + ".");
        }
        List<Tensor> ordered = new ArrayList<>(specs.size());
        for (TensorSpec spec : specs) {
            Tensor tensor = named(spec.name(), inputs);
            require(spec, tensor);
            if (!signature.takesNonFinite() && !tensor.isFinite()) {
                throw DomainException.invalid(
                        "TENSOR_NOT_FINITE",
                        "Input '" + spec.name() + "' holds NaN or an infinity, which this model does not take.");
            }
            EngineTypes.requireCarried(tensor);
            ordered.add(tensor);
        }
        return ordered;
    }

    private static Tensor named(String name, List<Tensor> inputs) {
        for (Tensor input : inputs) {
            if (input.name().equals(name)) {
                return input;
            }
        }
        throw DomainException.invalid(
                "TENSOR_NAME",
                "The model takes an input '" + name + "', and none of "
                        + inputs.stream().map(Tensor::name).toList() + " is.");
    }

    private static void require(TensorSpec spec, Tensor tensor) {
        if (spec.datatype() != tensor.datatype()) {
            throw DomainException.invalid(
                    "TENSOR_DATATYPE",
                    "Input '" + spec.name() + "' is " + spec.datatype() + ", not " + tensor.datatype() + ".");
        }
        boolean fits = spec.shape().size() == tensor.shape().length;
        for (int axis = 0; fits && axis < tensor.shape().length; axis++) {
            long wanted = spec.shape().get(axis);
            fits = wanted == -1 ? tensor.shape()[axis] > 0 : wanted == tensor.shape()[axis];
        }
        if (!fits) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE",
                    "Input '" + spec.name() + "' has the shape " + spec.shape() + " (-1 is free, at least 1), not "
                            + Arrays.toString(tensor.shape()) + ".");
        }
    }

    @PreDestroy
    void close() {
        List.copyOf(loaded.keySet()).forEach(this::unload);
    }
}
