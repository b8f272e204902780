package io.imprimatur.mailguard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * all-MiniLM-L6-v2 as its Maven artifact carries it, and what is put on top of it: the mean over a text's tokens, scaled
 * to length one (as its authors use it), and a head. All of it is ONNX, so that one file is the whole model.
 */
public final class MiniLm {

    static final int WIDTH = 384;

    private static final String HIDDEN = "last_hidden_state";
    private static final String MASK = "attention_mask";

    private final String name;

    private MiniLm(String name) {
        this.name = name;
    }

    /** With numbers of 32 bits. */
    public static MiniLm whole() {
        return new MiniLm("all-minilm-l6-v2");
    }

    /** Rounded to 8 bits by those who published it. */
    public static MiniLm quantised() {
        return new MiniLm("all-minilm-l6-v2-q");
    }

    public byte[] tokenizer() throws IOException {
        return resource(name + "-tokenizer.json");
    }

    public ModelProto model() throws IOException {
        return ModelProto.parseFrom(resource(name + ".onnx"));
    }

    /** Gives {@code embedding}, FP32 of the shape {@code [texts, 384]}. */
    public static ModelProto embedder(ModelProto base) {
        return with(base, embedding(base.getGraph()), "embedding", WIDTH);
    }

    /** Gives {@code probabilities}, FP32 of the shape {@code [texts, 2]}: ham and spam. */
    public static ModelProto classifier(ModelProto base, Head head) {
        GraphProto.Builder graph = embedding(base.getGraph());
        graph.addInitializer(Tensors.of("head.weight", head.columns(), WIDTH, 2));
        graph.addInitializer(Tensors.of("head.bias", head.biases(), 2));
        graph.addNode(node("Gemm", "logits", "embedding", "head.weight", "head.bias"));
        graph.addNode(node("Softmax", "probabilities", "logits").addAttribute(whole("axis", 1)));
        return with(base, graph, "probabilities", 2);
    }

    private static GraphProto.Builder embedding(GraphProto base) {
        return base.toBuilder()
                .addNode(node("Unsqueeze", "head/mask", MASK).addAttribute(axes(2)))
                .addNode(node("Cast", "head/counted", "head/mask")
                        .addAttribute(whole("to", TensorProto.DataType.FLOAT_VALUE)))
                .addNode(node("Mul", "head/kept", HIDDEN, "head/counted"))
                .addNode(sum("head/sum", "head/kept"))
                .addNode(sum("head/count", "head/counted"))
                .addNode(node("Div", "head/mean", "head/sum", "head/count"))
                .addNode(node("ReduceL2", "head/length", "head/mean").addAttribute(axes(1)))
                .addNode(node("Div", "embedding", "head/mean", "head/length"));
    }

    private static NodeProto.Builder sum(String output, String input) {
        return node("ReduceSum", output, input).addAttribute(axes(1)).addAttribute(whole("keepdims", 0));
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
        for (String input : inputs) {
            node.addInput(input);
        }
        return node;
    }

    private static AttributeProto whole(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto axes(long axis) {
        return AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(axis)
                .build();
    }

    private static ModelProto with(ModelProto base, GraphProto.Builder graph, String output, long width) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(output);
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .getShapeBuilder()
                .addDim(graph.getInput(0).getType().getTensorType().getShape().getDim(0))
                .addDimBuilder()
                .setDimValue(width);
        graph.clearOutput().addOutput(value);
        return base.toBuilder().setGraph(graph).build();
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(MiniLm.class.getResourceAsStream("/" + file), file)) {
            return bytes.readAllBytes();
        }
    }
}
