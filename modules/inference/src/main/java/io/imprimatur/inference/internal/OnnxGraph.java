package io.imprimatur.inference.internal;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ONNX model asks for that no model needs: files beside its own, operators of other domains or with a graph
 * inside, numbers that are not there. The engine's own checks come later, in a language without bounds.
 */
final class OnnxGraph {

    private static final Set<String> OPERATORS = OperatorList.read("onnx-operators.txt");
    private static final String OWN_DOMAIN = "ai.onnx";
    private static final int NEWEST_FORMAT = 10;
    private static final int OLDEST_OPERATORS = 7;
    private static final int NEWEST_OPERATORS = 22;
    private static final int LONGEST_NAME = 500;

    /** The bytes of one number; texts are none. */
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(TensorProto.DataType.FLOAT_VALUE, 4),
            Map.entry(TensorProto.DataType.UINT8_VALUE, 1),
            Map.entry(TensorProto.DataType.INT8_VALUE, 1),
            Map.entry(TensorProto.DataType.UINT16_VALUE, 2),
            Map.entry(TensorProto.DataType.INT16_VALUE, 2),
            Map.entry(TensorProto.DataType.INT32_VALUE, 4),
            Map.entry(TensorProto.DataType.INT64_VALUE, 8),
            Map.entry(TensorProto.DataType.BOOL_VALUE, 1),
            Map.entry(TensorProto.DataType.FLOAT16_VALUE, 2),
            Map.entry(TensorProto.DataType.DOUBLE_VALUE, 8),
            Map.entry(TensorProto.DataType.UINT32_VALUE, 4),
            Map.entry(TensorProto.DataType.UINT64_VALUE, 8),
            Map.entry(TensorProto.DataType.BFLOAT16_VALUE, 2));

    private static final Set<AttributeProto.AttributeType> ATTRIBUTES = EnumSet.of(
            AttributeProto.AttributeType.FLOAT,
            AttributeProto.AttributeType.INT,
            AttributeProto.AttributeType.STRING,
            AttributeProto.AttributeType.TENSOR,
            AttributeProto.AttributeType.FLOATS,
            AttributeProto.AttributeType.INTS,
            AttributeProto.AttributeType.STRINGS,
            AttributeProto.AttributeType.TENSORS);

    /** Its scale is taken from the whole batch, so that each row's answer would depend on its neighbours. */
    private static final String BY_BATCH = "DynamicQuantizeLinear";

    private final Set<String> faults = new LinkedHashSet<>();

    private OnnxGraph() {}

    /** What is wrong with the model, one sentence each. */
    static List<String> faults(ModelProto model, boolean takesTexts) {
        OnnxGraph graph = new OnnxGraph();
        graph.model(model);
        if (takesTexts) {
            graph.tokens(model.getGraph().getInputList());
        }
        return new ArrayList<>(graph.faults);
    }

    /** Whether rows may share a batch: no operator looks at all of them together. */
    static boolean isByRows(ModelProto model) {
        return model.getGraph().getNodeList().stream()
                .noneMatch(node -> node.getOpType().equals(BY_BATCH));
    }

    private void model(ModelProto model) {
        known(model);
        if (model.getIrVersion() < 3 || model.getIrVersion() > NEWEST_FORMAT) {
            faults.add("Its format is version " + model.getIrVersion() + ", none of 3 to " + NEWEST_FORMAT + ".");
        }
        if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
            faults.add("It has functions of its own or steps of training, which no model in service needs.");
        }
        if (model.getOpsetImportCount() == 0) {
            faults.add("It does not say which operators it was made for.");
        }
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            known(set);
            domain(set.getDomain());
            if (set.getVersion() < OLDEST_OPERATORS || set.getVersion() > NEWEST_OPERATORS) {
                faults.add("It was made for operators of version " + set.getVersion() + ", none of " + OLDEST_OPERATORS
                        + " to " + NEWEST_OPERATORS + ".");
            }
        }
        graph(model.getGraph());
    }

    private void graph(GraphProto graph) {
        known(graph);
        if (graph.getNodeCount() == 0 || graph.getOutputCount() == 0) {
            faults.add("It has no graph that computes something.");
        }
        if (graph.getSparseInitializerCount() > 0) {
            faults.add("It has sparse weights, which are not used.");
        }
        graph.getInputList().forEach(this::value);
        graph.getOutputList().forEach(this::value);
        graph.getInitializerList().forEach(this::tensor);
        graph.getNodeList().forEach(this::node);
    }

    private void value(ValueInfoProto value) {
        known(value);
        name(value.getName());
        if (!value.getType().hasTensorType()) {
            faults.add("'" + ZipLayout.shown(value.getName()) + "' is no tensor.");
        }
    }

    private void node(NodeProto node) {
        known(node);
        domain(node.getDomain());
        name(node.getName());
        node.getInputList().forEach(this::name);
        node.getOutputList().forEach(this::name);
        if (!OPERATORS.contains(node.getOpType())) {
            faults.add("It asks for the operator '" + ZipLayout.shown(node.getOpType()) + "', which no model needs.");
        }
        if (!node.getOverload().isEmpty()) {
            faults.add("It asks for an operator by overload, which only functions of its own have.");
        }
        node.getAttributeList().forEach(this::attribute);
    }

    private void attribute(AttributeProto attribute) {
        known(attribute);
        String name = ZipLayout.shown(attribute.getName());
        if (!ATTRIBUTES.contains(attribute.getType())
                || attribute.hasG()
                || attribute.getGraphsCount() > 0
                || attribute.hasSparseTensor()
                || attribute.getSparseTensorsCount() > 0) {
            faults.add(
                    "The attribute '" + name + "' is of the kind " + attribute.getType() + ", which no model needs.");
        }
        if (!attribute.getRefAttrName().isEmpty()) {
            faults.add("The attribute '" + name + "' refers to a function's, and there are no functions.");
        }
        if (attribute.hasT()) {
            tensor(attribute.getT());
        }
        attribute.getTensorsList().forEach(this::tensor);
    }

    private void tensor(TensorProto tensor) {
        known(tensor);
        name(tensor.getName());
        String name = ZipLayout.shown(tensor.getName());
        if (tensor.getDataLocation() != TensorProto.DataLocation.DEFAULT || tensor.getExternalDataCount() > 0) {
            faults.add("The numbers of '" + name + "' lie in another file.");
        }
        Integer size = SIZES.get(tensor.getDataType());
        if (size == null) {
            faults.add(
                    "The numbers of '" + name + "' are of the type " + tensor.getDataType() + ", which is not used.");
            return;
        }
        if (tensor.hasSegment() || tensor.getStringDataCount() > 0) {
            faults.add("The numbers of '" + name + "' are texts, or a part of others.");
        }
        long announced = elements(tensor.getDimsList());
        long given = tensor.hasRawData()
                ? tensor.getRawData().size() % size == 0 ? tensor.getRawData().size() / size : -1
                : typed(tensor);
        if (announced != given || tensor.hasRawData() && typed(tensor) > 0) {
            faults.add("'" + name + "' has not as many numbers as its shape announces.");
        }
    }

    private static long typed(TensorProto tensor) {
        return (long) tensor.getFloatDataCount()
                + tensor.getInt32DataCount()
                + tensor.getInt64DataCount()
                + tensor.getDoubleDataCount()
                + tensor.getUint64DataCount();
    }

    /** Less than nothing where a shape has a negative axis or more elements than can be counted. */
    private static long elements(List<Long> shape) {
        long elements = 1;
        try {
            for (long axis : shape) {
                if (axis < 0) {
                    return -2;
                }
                elements = Math.multiplyExact(elements, axis);
            }
        } catch (ArithmeticException e) {
            return -2;
        }
        return elements;
    }

    private void domain(String domain) {
        if (!domain.isEmpty() && !domain.equals(OWN_DOMAIN)) {
            faults.add(
                    "It asks for operators of the domain '" + ZipLayout.shown(domain) + "', which is not ONNX's own.");
        }
    }

    private void name(String name) {
        if (name.length() > LONGEST_NAME) {
            faults.add("It has names of more than " + LONGEST_NAME + " letters.");
        }
    }

    /** What this program does not know, the engine might. */
    private void known(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            faults.add("It has members that ONNX 1.17 does not know.");
        }
    }

    private void tokens(List<ValueInfoProto> inputs) {
        List<String> names = inputs.stream().map(ValueInfoProto::getName).toList();
        boolean whole = inputs.stream()
                .allMatch(input -> input.getType().getTensorType().getElemType() == TensorProto.DataType.INT64_VALUE);
        if (!whole || !names.equals(TextBatch.INPUTS)) {
            faults.add("It has a tokenizer and takes " + ZipLayout.shown(names.toString()) + ", not " + TextBatch.INPUTS
                    + " as whole numbers.");
        }
    }
}
