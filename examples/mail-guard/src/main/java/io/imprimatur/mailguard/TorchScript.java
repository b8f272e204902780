package io.imprimatur.mailguard;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The same model as a TorchScript archive: a template of its code, in which each {@code @name@} becomes a constant of the
 * archive whose numbers are those of the ONNX file. The result is what {@code torch.jit.freeze} gives of such a module.
 */
final class TorchScript {

    private static final String FOLDER = "mail-guard/";
    private static final int LAYERS = 6;
    private static final Pattern NAME = Pattern.compile("@([\\w.]+)@");

    private final Map<String, TensorProto> weights = new HashMap<>();
    private final Map<String, byte[]> members = new LinkedHashMap<>();
    private final Map<String, Integer> constants = new LinkedHashMap<>();
    private final Pickle tuple = new Pickle().open();

    private TorchScript(ModelProto model) {
        GraphProto graph = model.getGraph();
        graph.getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor));
        nameMatrices(graph);
    }

    /** The members of the archive, of a classifier that {@link MiniLm#classifier} made. */
    static Map<String, byte[]> members(ModelProto classifier, byte[] tokenizer) throws IOException {
        return new TorchScript(classifier).write(tokenizer);
    }

    /** The exporter lost the names of the matrices; each belongs to the bias that is added to its product. */
    private void nameMatrices(GraphProto graph) {
        Map<String, NodeProto> products = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOpType().equals("MatMul")) {
                products.put(node.getOutput(0), node);
            } else if (node.getOpType().equals("Add")) {
                List<String> sum = node.getInputList();
                NodeProto product = products.get(sum.get(sum.size() - 1));
                if (product != null && sum.get(0).endsWith(".bias")) {
                    TensorProto matrix = Objects.requireNonNull(weights.get(product.getInput(1)), product.getInput(1));
                    weights.put(sum.get(0).replaceFirst("bias$", "weight"), matrix);
                }
            }
        }
    }

    private Map<String, byte[]> write(byte[] tokenizer) throws IOException {
        StringBuilder code = new StringBuilder(filled(template("begin"), ""));
        for (int layer = 0; layer < LAYERS; layer++) {
            code.append(filled(template("layer"), "encoder.layer." + layer + "."));
        }
        code.append(filled(template("end"), ""));
        members.put(FOLDER + "code/__torch__.py", code.toString().getBytes(UTF_8));
        members.put(
                FOLDER + "data.pkl",
                new Pickle().instance("__torch__", "MailGuard").end());
        members.put(FOLDER + "constants.pkl", tuple.close().end());
        members.put(FOLDER + "version", "3\n".getBytes(UTF_8));
        members.put(FOLDER + "extra/tokenizer.json", tokenizer);
        return members;
    }

    private String filled(String template, String prefix) {
        return NAME.matcher(template)
                .replaceAll((MatchResult match) -> "CONSTANTS.c" + constant(prefix + match.group(1)));
    }

    private int constant(String name) {
        Integer before = constants.get(name);
        if (before != null) {
            return before;
        }
        int number = constants.size();
        constants.put(name, number);
        TensorProto tensor = Objects.requireNonNull(weights.get(name), name);
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        boolean linear = shape.length == 2 && !name.startsWith("embeddings.") && !name.startsWith("head.");
        long[] strides = shape.length == 2 ? new long[] {shape[1], 1} : new long[] {1};
        long elements = tensor.getRawData().size() / Float.BYTES;
        // ONNX multiplies from the left, linear from the right: the same numbers, read by columns.
        tuple.tensor(
                number,
                linear ? new long[] {shape[1], shape[0]} : shape,
                linear ? new long[] {1, shape[1]} : strides,
                elements);
        members.put(FOLDER + "constants/" + number, tensor.getRawData().toByteArray());
        return number;
    }

    private static String template(String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(TorchScript.class.getResourceAsStream(name + ".txt"), name)) {
            return new String(text.readAllBytes(), UTF_8);
        }
    }
}
