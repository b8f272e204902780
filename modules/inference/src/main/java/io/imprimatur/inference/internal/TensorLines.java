package io.imprimatur.inference.internal;

import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many requests, or their answers, in a file: one line each, so that neither side holds all of them as a document. */
public final class TensorLines {

    private TensorLines() {}

    public static void write(Path file, Iterable<List<Tensor>> all) throws IOException {
        try (Writer lines = Files.newBufferedWriter(file)) {
            for (List<Tensor> tensors : all) {
                lines.write(TensorDocuments.write(tensors).toString());
                lines.write('\n');
            }
        }
    }

    /** What {@link #write} wrote. */
    public static List<List<Tensor>> read(Path file) throws IOException {
        List<List<Tensor>> all = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(TensorDocuments.read(CanonicalJson.parse(line)));
            }
        }
        return all;
    }
}
