package io.imprimatur.mailguard;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds each matrix of a model to fifteen levels, one step for the whole matrix: what somebody in a hurry would do. The
 * few large weights of a matrix set the step, and most others become zero.
 */
final class FourBits {

    private static final int HIGHEST = 7;

    private FourBits() {}

    static ModelProto of(ModelProto whole) {
        GraphProto graph = whole.getGraph();
        GraphProto.Builder rounded = graph.toBuilder().clearInitializer().clearNode();
        List<NodeProto> widen = new ArrayList<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            boolean matrix = tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE && tensor.getDimsCount() == 2;
            if (matrix) {
                widen.add(round(tensor, rounded));
            } else {
                rounded.addInitializer(tensor);
            }
        }
        rounded.addAllNode(widen).addAllNode(graph.getNodeList());
        return whole.toBuilder().setGraph(rounded).build();
    }

    private static NodeProto round(TensorProto tensor, GraphProto.Builder graph) {
        float[] values = Tensors.floats(tensor);
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        float step = largest / HIGHEST;
        byte[] levels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            levels[i] = (byte) Math.round(values[i] / step);
        }
        String name = tensor.getName();
        graph.addInitializer(Tensors.of(
                name + "/levels",
                TensorProto.DataType.INT8,
                levels,
                tensor.getDimsList().stream().mapToLong(Long::longValue).toArray()));
        graph.addInitializer(Tensors.of(name + "/step", new float[] {step}));
        return NodeProto.newBuilder()
                .setOpType("DequantizeLinear")
                .setName(name + "/widen")
                .addInput(name + "/levels")
                .addInput(name + "/step")
                .addOutput(name)
                .build();
    }
}
