package io.imprimatur.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.inference.Tensor;
import io.imprimatur.registry.Signature;

/** The rows of a model card's sample, for the warm-up. */
final class Samples {

    private Samples() {}

    static float[][] of(JsonNode card) {
        JsonNode sample = card.path("sample");
        float[][] rows = new float[sample.size()][];
        for (int i = 0; i < rows.length; i++) {
            JsonNode row = sample.get(i);
            rows[i] = new float[row.size()];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = row.get(j).floatValue();
            }
        }
        return rows;
    }

    static Tensor tensor(Signature signature, float[][] rows) {
        int width = rows[0].length;
        float[] data = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, data, i * width, width);
        }
        return Tensor.fp32(signature.inputs().get(0).name(), new long[] {rows.length, width}, data);
    }
}
