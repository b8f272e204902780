package io.imprimatur.inference.internal;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.imprimatur.inference.Tensor;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests of one row shape, laid one under the other along the first axis, and their answers cut apart again. */
final class Batch {

    private final List<List<Tensor>> requests;
    private final Signature signature;
    private final boolean byRows;
    private final long[] rows;
    private final long all;

    /**
     * @param requests each with its inputs in the order of the signature; more than one only if they are {@link #alike}
     * @param byRows what {@link #isByRows} says of the signature
     */
    Batch(List<List<Tensor>> requests, Signature signature, boolean byRows) {
        this.requests = requests;
        this.signature = signature;
        this.byRows = byRows;
        this.rows =
                requests.stream().mapToLong(request -> request.get(0).rows()).toArray();
        this.all = Arrays.stream(rows).sum();
    }

    /** Whether the first axis of every tensor counts rows, so that requests can be laid one under the other. */
    static boolean isByRows(Signature signature) {
        return signature.inputs().stream().allMatch(Batch::isByRows)
                && signature.outputs().stream().allMatch(Batch::isByRows);
    }

    private static boolean isByRows(TensorSpec spec) {
        return !spec.shape().isEmpty() && spec.shape().get(0) == -1;
    }

    /** Whether two requests may share a batch: the same rows everywhere, and rows of the same shape. */
    static boolean alike(List<Tensor> one, List<Tensor> other) {
        for (int i = 0; i < one.size(); i++) {
            long[] a = one.get(i).shape();
            long[] b = other.get(i).shape();
            if (a.length != b.length
                    || !Arrays.equals(a, 1, a.length, b, 1, b.length)
                    || a[0] != one.get(0).rows()
                    || b[0] != other.get(0).rows()) {
                return false;
            }
        }
        return true;
    }

    /** Runs the batch and gives each request its own rows of every output. */
    List<List<Tensor>> run(NDManager parent, Predictor<NDList, NDList> predictor) throws TranslateException {
        try (NDManager manager = parent.newSubManager()) {
            NDList given = new NDList();
            for (int i = 0; i < signature.inputs().size(); i++) {
                given.add(input(manager, i));
            }
            NDList taken = predictor.predict(given);
            taken.attach(manager);
            if (taken.size() != signature.outputs().size()) {
                throw new IllegalStateException("the model gave " + taken.size() + " outputs, its card names "
                        + signature.outputs().size());
            }
            return cut(taken);
        }
    }

    private NDArray input(NDManager manager, int position) {
        Tensor first = requests.get(0).get(position);
        DataType type = EngineTypes.of(first.datatype());
        long[] shape = first.shape().clone();
        if (requests.size() == 1
                && EngineTypes.isNative(first.datatype())
                && first.data().isDirect()) {
            return manager.create(first.data(), new Shape(shape), type);
        }
        if (requests.size() > 1) {
            shape[0] = all;
        }
        int bytes = Math.toIntExact(Math.multiplyExact(Tensor.elements(shape), type.getNumOfBytes()));
        ByteBuffer data = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (List<Tensor> request : requests) {
            EngineTypes.widen(request.get(position), data);
        }
        return manager.create(data.flip(), new Shape(shape), type);
    }

    private List<List<Tensor>> cut(NDList outputs) {
        List<List<Tensor>> answers = new ArrayList<>();
        for (int request = 0; request < rows.length; request++) {
            answers.add(new ArrayList<>());
        }
        for (int i = 0; i < outputs.size(); i++) {
            TensorSpec spec = signature.outputs().get(i);
            NDArray output = EngineTypes.carried(outputs.get(i), spec.datatype());
            long[] shape = output.getShape().getShape();
            require(spec, shape);
            ByteBuffer data = EngineTypes.narrow(output.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN), spec.datatype());
            int width = all == 0 ? 0 : Math.toIntExact(data.remaining() / all);
            int position = data.position();
            for (int request = 0; request < rows.length; request++) {
                long[] own = shape.clone();
                int length = data.limit() - data.position();
                if (rows.length > 1) {
                    own[0] = rows[request];
                    length = Math.toIntExact(rows[request]) * width;
                }
                answers.get(request).add(new Tensor(spec.name(), spec.datatype(), own, data.slice(position, length)));
                position += length;
            }
        }
        return answers;
    }

    private void require(TensorSpec spec, long[] shape) {
        boolean fits = shape.length == spec.shape().size();
        for (int axis = 0; fits && axis < shape.length; axis++) {
            long wanted = axis == 0 && byRows ? all : spec.shape().get(axis);
            fits = wanted == -1 || wanted == shape[axis];
        }
        if (!fits) {
            throw new IllegalStateException("the model gave the shape " + Arrays.toString(shape) + " for '"
                    + spec.name() + "' and " + all + " rows; its card has " + spec.shape());
        }
    }
}
