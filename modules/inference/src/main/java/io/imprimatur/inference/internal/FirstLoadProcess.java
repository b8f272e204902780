package io.imprimatur.inference.internal;

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

    private static final long TIMEOUT_MILLIS = 600_000;

    private FirstLoadProcess() {}

    public static void main(String[] arguments) throws IOException {
        JsonNode request = CanonicalJson.parse(Files.readString(Path.of(arguments[0])));
        PrintStream lastWords = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true);
        int exit = 0;
        try {
            run(request);
        } catch (InferenceFailed e) {
            lastWords.println(e.getMessage());
            exit = REFUSED;
        }
        // A model may have left threads of its own behind.
        Runtime.getRuntime().halt(exit);
    }

    private static void run(JsonNode request) throws IOException {
        Signature signature = CanonicalJson.mapper().treeToValue(request.path("signature"), Signature.class);
        List<Tensor> sample = TensorDocuments.read(request.path("sample"));
        try (LoadedModel model = LoadedModel.load(
                "first-load",
                Path.of(request.path("artifact").asText()),
                signature,
                new Device("cpu", "PyTorch"),
                1,
                1)) {
            model.infer(sample, TIMEOUT_MILLIS);
        }
    }
}
