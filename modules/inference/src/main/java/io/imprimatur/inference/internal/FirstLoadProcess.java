package io.imprimatur.inference.internal;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Signature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The child process of a first load: loads the artifact, runs the sample, and says in its last line what failed. */
public final class FirstLoadProcess {

    /** The artifact was refused in an orderly way. */
    public static final int REFUSED = 3;

    /** Beside the request, after a load that went well: where the artifact ran, and in which engine. */
    public static final String DEVICE = "device.json";

    /** The first load must harm nobody: not the accelerator that others are served from, either. */
    private static final String CPU = "cpu";

    private static final long TIMEOUT_MILLIS = 600_000;

    private FirstLoadProcess() {}

    public static void main(String[] arguments) throws IOException {
        JsonNode request = CanonicalJson.parse(Files.readString(Path.of(arguments[0])));
        PrintStream lastWords = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true);
        int exit = 0;
        try {
            Device device =
                    new Device(CPU, "PyTorch " + Engine.getEngine("PyTorch").getVersion());
            run(request, device);
            CanonicalJson.mapper()
                    .writeValue(Path.of(arguments[0]).resolveSibling(DEVICE).toFile(), device);
        } catch (InferenceFailed e) {
            lastWords.println(e.getMessage());
            exit = REFUSED;
        }
        // A model may have left threads of its own behind.
        Runtime.getRuntime().halt(exit);
    }

    private static void run(JsonNode request, Device device) throws IOException {
        Signature signature = CanonicalJson.mapper().treeToValue(request.path("signature"), Signature.class);
        List<Tensor> sample = TensorDocuments.read(request.path("sample"));
        try (LoadedModel model =
                LoadedModel.load("first-load", Path.of(request.path("artifact").asText()), signature, device, 1, 1)) {
            model.infer(sample, TIMEOUT_MILLIS);
        }
    }
}
