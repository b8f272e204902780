package io.imprimatur.mailguard;

import io.imprimatur.inference.Inference;
import io.imprimatur.inference.Tensor;
import io.imprimatur.inference.TensorBuilder;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Artifacts of texts on the engine that they are made for, as the server runs them. */
final class Runs implements AutoCloseable {

    private final Inference inference = new Inference(256, 64, 120_000);
    private final List<VersionId> loaded = new ArrayList<>();

    VersionId load(Path artifact, String output, long width) {
        VersionId version = VersionId.random();
        Signature signature = new Signature(
                List.of(new TensorSpec("text", Datatype.BYTES, List.of(-1L))),
                List.of(new TensorSpec(output, Datatype.FP32, List.of(-1L, width))),
                false);
        inference.load(version, artifact, signature, List.of(texts(List.of("Warm up."))));
        loaded.add(version);
        return version;
    }

    /** The model's row for each text. */
    List<float[]> ask(VersionId version, List<String> texts) {
        Tensor output = inference.infer(version, List.of(texts(texts))).get(0);
        float[] all = output.floats();
        int width = all.length / texts.size();
        List<float[]> rows = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
            float[] own = new float[width];
            System.arraycopy(all, row * width, own, 0, width);
            rows.add(own);
        }
        return rows;
    }

    /** The probability of spam of each mail. */
    List<Float> spam(VersionId version, List<String> texts) {
        return ask(version, texts).stream().map(row -> row[1]).toList();
    }

    private static Tensor texts(List<String> texts) {
        TensorBuilder builder = new TensorBuilder(Datatype.BYTES);
        texts.forEach(text -> builder.text(text));
        return builder.build("text", new long[] {texts.size()});
    }

    @Override
    public void close() {
        loaded.forEach(inference::unload);
    }
}
