package io.imprimatur.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.internal.Child;
import io.imprimatur.inference.internal.Confinement;
import io.imprimatur.inference.internal.ModelProcess;
import io.imprimatur.inference.internal.TensorDocuments;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Loads an artifact for the first time in a child process with its own memory and time: TorchScript archives are
 * programs, and one that aborts, hangs or eats memory must not take the server with it.
 */
@ApplicationScoped
public class FirstLoad {

    private static final int MOST_BYTES = 2_000;

    private final long timeoutMillis;
    private final long memoryBytes;

    @Inject
    public FirstLoad(
            @ConfigProperty(name = "imprimatur.inference.first-load.timeout.millis", defaultValue = "60000")
                    long timeoutMillis,
            @ConfigProperty(name = "imprimatur.inference.first-load.memory.megabytes", defaultValue = "4096")
                    long memoryMegabytes) {
        this.timeoutMillis = timeoutMillis;
        this.memoryBytes = memoryMegabytes << 20;
    }

    /** For the container's proxy only. */
    protected FirstLoad() {
        this(0, 0);
    }

    /** Loads the artifact apart and runs the sample through it. */
    public FirstLoadReport run(Path artifact, Signature signature, List<Tensor> sample) {
        long start = System.nanoTime();
        ObjectNode request = ModelProcess.request(ModelProcess.FIRST_LOAD);
        ModelProcess.addModel(request, artifact, signature);
        request.set(ModelProcess.SAMPLE, TensorDocuments.write(sample));
        try (Child child = new Child()) {
            String failure = child.run(request, timeoutMillis, memoryBytes);
            return new FirstLoadReport(
                    failure == null,
                    failure == null ? List.of() : List.of(failure),
                    (System.nanoTime() - start) / 1_000_000,
                    Confinement.here().walls(memoryBytes),
                    failure == null ? device(child) : null);
        }
    }

    private static @Nullable Device device(Child child) {
        if (!child.left(ModelProcess.DEVICE, MOST_BYTES)) {
            return null;
        }
        try {
            return CanonicalJson.mapper()
                    .readValue(child.file(ModelProcess.DEVICE).toFile(), Device.class);
        } catch (IOException e) {
            return null;
        }
    }
}
