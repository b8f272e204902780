package io.imprimatur.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The project's example models, and what another program (PyTorch in Python) says they answer. */
public final class Examples {

    private static final Path FOLDER = Path.of("../../examples/credit-risk");
    private static final JsonNode EXPECTED = read("expected.json");

    private Examples() {}

    public static Path artifact(int version) {
        return FOLDER.resolve("credit-risk-" + version + ".pt");
    }

    public static Signature signature() {
        return card().signature();
    }

    static ModelCard card() {
        return new ModelCard(1, Digest.of(new byte[] {1}), read("card-1.json"));
    }

    static int rows() {
        return EXPECTED.path("inputs").size();
    }

    /** One row of the expected answers' inputs. */
    public static Tensor row(int index) {
        float[] values = floats(EXPECTED.path("inputs").path(index));
        return Tensor.fp32(signature().inputs().get(0).name(), new long[] {1, values.length}, values);
    }

    static float[] answer(int version, int row) {
        return floats(
                EXPECTED.path("probabilities").path(Integer.toString(version)).path(row));
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }

    private static JsonNode read(String name) {
        try {
            return CanonicalJson.mapper().readTree(FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
