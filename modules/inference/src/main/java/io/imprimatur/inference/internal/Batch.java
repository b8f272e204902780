package io.imprimatur.inference.internal;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.imprimatur.inference.Tensor;
import io.imprimatur.registry.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests of one row shape, laid one under the other along the first axis, and their answers cut apart again. */
final class Batch {

    private final List<Tensor> inputs;
    private final long[] rows;

    private Batch(List<Tensor> inputs, long[] rows) {
        this.inputs = inputs;
        this.rows = rows;
    }

    static Batch of(List<List<Tensor>> requests) {
        long[] rows =
                requests.stream().mapToLong(request -> request.get(0).rows()).toArray();
        if (requests.size() == 1) {
            return new Batch(requests.get(0), rows);
        }
        List<Tensor> joined = new ArrayList<>();
        for (int i = 0; i < requests.get(0).size(); i++) {
            int position = i;
            joined.add(
                    join(requests.stream().map(request -> request.get(position)).toList()));
        }
        return new Batch(joined, rows);
    }

    private static Tensor join(List<Tensor> parts) {
        Tensor first = parts.get(0);
        long[] shape = first.shape().clone();
        shape[0] = parts.stream().mapToLong(Tensor::rows).sum();
        float[] data = new float[Math.toIntExact(Tensor.elements(shape))];
        int position = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.data(), 0, data, position, part.data().length);
            position += part.data().length;
        }
        return new Tensor(first.name(), first.datatype(), shape, data);
    }

    /** Runs the batch and gives each request its own rows of every output. */
    List<List<Tensor>> run(NDManager parent, Predictor<NDList, NDList> predictor, Signature signature)
            throws TranslateException {
        try (NDManager manager = parent.newSubManager()) {
            NDList given = new NDList();
            for (Tensor input : inputs) {
                given.add(manager.create(input.data(), new Shape(input.shape())));
            }
            NDList taken = predictor.predict(given);
            taken.attach(manager);
            if (taken.size() != signature.outputs().size()) {
                throw new IllegalStateException("the model gave " + taken.size() + " outputs, its card names "
                        + signature.outputs().size());
            }
            return cut(taken, signature);
        }
    }

    private List<List<Tensor>> cut(NDList outputs, Signature signature) {
        List<List<Tensor>> answers = new ArrayList<>();
        for (int request = 0; request < rows.length; request++) {
            answers.add(new ArrayList<>());
        }
        for (int i = 0; i < outputs.size(); i++) {
            NDArray output = outputs.get(i);
            float[] data = output.toFloatArray();
            long[] shape = output.getShape().getShape();
            long all = Arrays.stream(rows).sum();
            if (shape.length == 0 || shape[0] != all) {
                throw new IllegalStateException("the model gave " + Arrays.toString(shape) + " for " + all + " rows");
            }
            int width = all == 0 ? 0 : Math.toIntExact(data.length / all);
            int position = 0;
            for (int request = 0; request < rows.length; request++) {
                int length = Math.toIntExact(rows[request]) * width;
                long[] own = shape.clone();
                own[0] = rows[request];
                answers.get(request)
                        .add(Tensor.fp32(
                                signature.outputs().get(i).name(),
                                own,
                                Arrays.copyOfRange(data, position, position + length)));
                position += length;
            }
        }
        return answers;
    }
}
