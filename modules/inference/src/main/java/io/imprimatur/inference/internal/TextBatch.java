package io.imprimatur.inference.internal;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.imprimatur.inference.Tensor;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The texts of several requests, run in batches of about the same length: what is added to a text so that it is as long
 * as its neighbours costs as much as the text itself, and is told to the model as nothing.
 */
final class TextBatch {

    /** What a model of texts takes, in this order: whole numbers of the shape {@code [texts, tokens]}. */
    static final List<String> INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");

    /** Texts of one batch. */
    private static final int MOST_TEXTS = 32;

    /** Up to so many tokens, then up to the double, and so on: at most half of a batch is filling. */
    private static final int SHORTEST_BUCKET = 16;

    private final List<List<Tensor>> requests;
    private final Signature signature;
    private final boolean byRows;

    /** @param byRows whether texts may share a batch; otherwise each is run alone, and without filling */
    TextBatch(List<List<Tensor>> requests, Signature signature, boolean byRows) {
        this.requests = requests;
        this.signature = signature;
        this.byRows = byRows;
    }

    /** Whether a model of texts can have the signature: texts in, and a row of numbers out for each. */
    static boolean isTexts(Signature signature) {
        List<TensorSpec> inputs = signature.inputs();
        return inputs.size() == 1
                && inputs.get(0).datatype() == Datatype.BYTES
                && (inputs.get(0).shape().equals(List.of(-1L))
                        || inputs.get(0).shape().equals(List.of(-1L, 1L)))
                && signature.outputs().stream()
                        .allMatch(output -> output.datatype() != Datatype.BYTES
                                && !output.shape().isEmpty()
                                && output.shape().get(0) == -1
                                && output.shape().stream().skip(1).allMatch(axis -> axis > 0));
    }

    /** The texts of equal bucket, longest first, none with too many. */
    static List<List<Integer>> groups(List<long[]> tokens, boolean byRows) {
        List<List<Integer>> groups = new ArrayList<>();
        int bucket = -1;
        for (int text : IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -tokens.get(i).length))
                .toList()) {
            int own = bucket(tokens.get(text).length);
            if (!byRows || own != bucket || groups.get(groups.size() - 1).size() == MOST_TEXTS) {
                groups.add(new ArrayList<>());
                bucket = own;
            }
            groups.get(groups.size() - 1).add(text);
        }
        return groups;
    }

    private static int bucket(int tokens) {
        int bucket = SHORTEST_BUCKET;
        while (bucket < tokens) {
            bucket *= 2;
        }
        return bucket;
    }

    /** Runs all texts and gives each request its own rows of every output. */
    List<List<Tensor>> run(NDManager parent, TextTokens tokenizer, Predictor<NDList, NDList> predictor)
            throws TranslateException {
        List<byte[]> texts = requests.stream()
                .flatMap(request -> request.get(0).texts().stream())
                .toList();
        List<long[]> tokens = tokenizer.of(texts);
        List<ByteBuffer> answers = signature.outputs().stream()
                .map(output -> ByteBuffer.allocate(Math.multiplyExact(texts.size(), rowBytes(output)))
                        .order(ByteOrder.LITTLE_ENDIAN))
                .toList();
        for (List<Integer> group : groups(tokens, byRows)) {
            try (NDManager manager = parent.newSubManager()) {
                NDList taken = predictor.predict(given(manager, group, tokens));
                taken.attach(manager);
                keep(taken, group, answers);
            }
        }
        return cut(answers);
    }

    private static NDList given(NDManager manager, List<Integer> group, List<long[]> tokens) {
        int longest = tokens.get(group.get(0)).length;
        long[] ids = new long[group.size() * longest];
        long[] mask = new long[ids.length];
        for (int row = 0; row < group.size(); row++) {
            long[] own = tokens.get(group.get(row));
            System.arraycopy(own, 0, ids, row * longest, own.length);
            Arrays.fill(mask, row * longest, row * longest + own.length, 1);
        }
        Shape shape = new Shape(group.size(), longest);
        NDList given = new NDList();
        for (long[] values : List.of(ids, mask, new long[ids.length])) {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
            bytes.asLongBuffer().put(values);
            given.add(manager.create(bytes, shape, DataType.INT64));
        }
        return given;
    }

    private void keep(NDList taken, List<Integer> group, List<ByteBuffer> answers) {
        if (taken.size() != answers.size()) {
            throw new IllegalStateException(
                    "the model gave " + taken.size() + " outputs, its card names " + answers.size());
        }
        for (int i = 0; i < answers.size(); i++) {
            TensorSpec spec = signature.outputs().get(i);
            NDArray output = EngineTypes.carried(taken.get(i), spec.datatype());
            long[] shape = output.getShape().getShape();
            long[] wanted = shape(spec, group.size());
            if (!Arrays.equals(shape, wanted)) {
                throw new IllegalStateException("the model gave the shape " + Arrays.toString(shape) + " for '"
                        + spec.name() + "' and " + group.size() + " texts; its card has " + spec.shape());
            }
            ByteBuffer rows = EngineTypes.narrow(output.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN), spec.datatype());
            int width = rowBytes(spec);
            for (int row = 0; row < group.size(); row++) {
                answers.get(i).put(group.get(row) * width, rows, rows.position() + row * width, width);
            }
        }
    }

    private List<List<Tensor>> cut(List<ByteBuffer> answers) {
        List<List<Tensor>> cut = new ArrayList<>();
        int first = 0;
        for (List<Tensor> request : requests) {
            int rows = Math.toIntExact(request.get(0).rows());
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                TensorSpec spec = signature.outputs().get(i);
                int width = rowBytes(spec);
                outputs.add(new Tensor(
                        spec.name(),
                        spec.datatype(),
                        shape(spec, rows),
                        answers.get(i).slice(first * width, rows * width)));
            }
            cut.add(outputs);
            first += rows;
        }
        return cut;
    }

    private static long[] shape(TensorSpec spec, int rows) {
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        shape[0] = rows;
        return shape;
    }

    private static int rowBytes(TensorSpec spec) {
        return Math.toIntExact(Math.multiplyExact(
                Tensor.elements(shape(spec, 1)), spec.datatype().size()));
    }
}
