package io.imprimatur.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.imprimatur.inference.HostileArchives.Hostile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Archives of ONNX models that somebody with bad intentions, or bad luck, could send; each is made from a good one. */
final class HostileOnnx {

    private final Map<String, Hostile> all = new LinkedHashMap<>();

    private HostileOnnx() {}

    /** By what is wrong with them. */
    static Map<String, Hostile> all() {
        HostileOnnx archives = new HostileOnnx();
        archives.members();
        archives.files();
        archives.operators();
        archives.attributes();
        archives.tensors();
        archives.models();
        archives.tokenizers();
        return archives.all;
    }

    private void members() {
        String stranger = "no member of an archive of an ONNX model";
        for (String name : new String[] {
            "weights.bin",
            "../../etc/cron.d/x",
            "/etc/passwd",
            "T.class",
            "serving.properties",
            "libevil.so",
            "x/model.onnx"
        }) {
            members("the member " + name, members -> members.put(name, new byte[] {1}), stranger);
        }
        members(
                "a model in capitals beside it",
                members -> members.put("MODEL.ONNX", new byte[] {1}),
                "is there twice");
        all.put("a compressed model", new Hostile(HostileArchives.zipped(TinyOnnx.members(bytes())), "is compressed"));
    }

    private void files() {
        String unreadable = "cannot be read as ONNX";
        byte[] good = bytes();
        model("no ONNX at all", "#!/bin/sh\nrm -rf /\n".getBytes(UTF_8), unreadable);
        model("its first half", Arrays.copyOf(good, good.length / 2), unreadable);
        model("a graph that announces two gigabytes", new byte[] {58, -1, -1, -1, -1, 7}, unreadable);
        model("a graph that announces less than nothing", new byte[] {58, -1, -1, -1, -1, 15}, unreadable);
        model("a group that never ends", new byte[] {19, 19, 19, 19}, unreadable);
        model("an empty model", new byte[0], "no graph");
        model("millions of nodes", nodes(1_500_000), "beside its weights");
        change("a text of megabytes", model -> model.setDocString("x".repeat(3 << 20)), "beside its weights");
        change("graphs nested deep", model -> model.getGraphBuilder().addNode(nested(40)), unreadable);
    }

    private void operators() {
        for (String operator : new String[] {
            "If",
            "Loop",
            "Scan",
            "SequenceAt",
            "Optional",
            "StringNormalizer",
            "RandomNormal",
            "Gradient",
            "PythonOp",
            "ATen",
            "ai.onnx::Add",
            "add",
            ""
        }) {
            node("the operator '" + operator + "'", node -> node.setOpType(operator), "It asks for the operator");
        }
        for (String domain :
                new String[] {"com.microsoft", "ai.onnx.contrib", "ai.onnx.ml", "evil", "ai.onnx.training"}) {
            node("an operator of the domain " + domain, node -> node.setDomain(domain), "of the domain '" + domain);
            change(
                    "operators of the domain " + domain,
                    model -> model.addOpsetImport(
                            OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(7)),
                    "of the domain '" + domain);
        }
        node("an operator by overload", node -> node.setOverload("mine"), "by overload");
    }

    private void attributes() {
        GraphProto graph = TinyOnnx.model().getGraph();
        attribute("a graph", kind -> kind.setG(graph).setType(AttributeProto.AttributeType.GRAPH), "of the kind GRAPH");
        attribute(
                "a hidden graph",
                kind -> kind.setG(graph).setType(AttributeProto.AttributeType.INT),
                "of the kind INT");
        attribute(
                "graphs",
                kind -> kind.addGraphs(graph).setType(AttributeProto.AttributeType.GRAPHS),
                "of the kind GRAPHS");
        attribute(
                "a sparse tensor",
                kind -> kind.setSparseTensor(SparseTensorProto.getDefaultInstance())
                        .setType(AttributeProto.AttributeType.SPARSE_TENSOR),
                "of the kind SPARSE_TENSOR");
        attribute("no type", AttributeProto.Builder::clearType, "of the kind UNDEFINED");
        attribute("a function's", kind -> kind.setRefAttrName("x"), "refers to a function's");
        attribute(
                "a tensor of another file",
                kind -> kind.setT(external()).setType(AttributeProto.AttributeType.TENSOR),
                "lie in another file");
    }

    private void tensors() {
        String another = "lie in another file";
        change("weights of another file", model -> weights(model, external()), another);
        change(
                "weights of a file that is named and not used",
                model -> weights(
                        model,
                        TinyOnnx.numbers("words", 1)
                                .addExternalData(StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue("/etc/passwd"))),
                another);
        String count = "not as many numbers";
        change(
                "more numbers than announced",
                model -> weights(model, TinyOnnx.numbers("words", 1, 2).setDims(0, 1)),
                count);
        change(
                "fewer numbers than announced",
                model -> weights(model, TinyOnnx.numbers("words", 1).setDims(0, 1L << 40)),
                count);
        change(
                "a negative axis",
                model -> weights(model, TinyOnnx.numbers("words", 1).setDims(0, -1)),
                count);
        change(
                "axes whose product overflows",
                model -> weights(
                        model, TinyOnnx.numbers("words", 1).setDims(0, 1L << 32).addDims(1L << 32)),
                count);
        change(
                "numbers twice",
                model -> weights(model, TinyOnnx.numbers("words", 1).addFloatData(1)),
                count);
        change(
                "half a number",
                model -> weights(model, TinyOnnx.numbers("words", 1).setRawData(ByteString.copyFrom(new byte[3]))),
                count);
        String type = "which is not used";
        for (int kind : new int[] {0, 8, 14, 15, 99, -1}) {
            change(
                    "numbers of the type " + kind,
                    model -> weights(model, TinyOnnx.numbers("words", 1).setDataType(kind)),
                    type);
        }
        change(
                "a segment",
                model -> weights(
                        model, TinyOnnx.numbers("words", 1).setSegment(TensorProto.Segment.getDefaultInstance())),
                "a part of others");
        change(
                "sparse weights",
                model -> model.getGraphBuilder().addSparseInitializer(SparseTensorProto.getDefaultInstance()),
                "sparse weights");
    }

    private void models() {
        for (long version : new long[] {0, 2, 11, -1}) {
            change("the format " + version, model -> model.setIrVersion(version), "Its format is version");
        }
        for (long version : new long[] {0, 6, 23, -1}) {
            change(
                    "operators of version " + version,
                    model -> model.getOpsetImportBuilder(0).setVersion(version),
                    "operators of version");
        }
        change("no version of operators", ModelProto.Builder::clearOpsetImport, "does not say which operators");
        change("functions", model -> model.addFunctions(FunctionProto.getDefaultInstance()), "functions of its own");
        change("training", model -> model.addTrainingInfo(TrainingInfoProto.getDefaultInstance()), "steps of training");
        change(
                "a member that nobody knows",
                model -> model.setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                77,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build()),
                "does not know");
        change(
                "a name of a thousand letters",
                model -> model.getGraphBuilder().getNodeBuilder(0).setOutput(0, "x".repeat(1_000)),
                "names of more than");
        change("no output", model -> model.getGraphBuilder().clearOutput(), "no graph");
        change(
                "texts in other inputs",
                model -> model.getGraphBuilder().getInputBuilder(0).setName("ids"),
                "as whole numbers");
        change("an input too few", model -> model.getGraphBuilder().removeInput(2), "as whole numbers");
    }

    private void tokenizers() {
        tokenizer("no JSON", "exec(1)", "no JSON document");
        tokenizer("JSON nested deep", "[".repeat(5_000) + "]".repeat(5_000), "no JSON document");
        tokenizer("a list", "[]", "no JSON object");
        tokenizer(
                "another model",
                TinyOnnx.tokenizer().replace("\"type\": \"WordPiece\", \"unk", "\"type\": \"Unigram\", \"unk"),
                "'model'");
        tokenizer(
                "a pattern that runs for hours",
                TinyOnnx.tokenizer().replace("\"BertPreTokenizer\"", "\"Split\", \"pattern\": {\"Regex\": \"(a+)+$\"}"),
                "'pre_tokenizer'");
        tokenizer(
                "a normalizer of patterns", TinyOnnx.tokenizer().replace("BertNormalizer", "Replace"), "'normalizer'");
        tokenizer("a part that nobody knows", TinyOnnx.tokenizer().replace("\"version\"", "\"plugin\""), "'plugin'");
        tokenizer("no limit", TinyOnnx.tokenizer().replace("max_length", "any_length"), "truncation.max_length");
        tokenizer("a limit too high", TinyOnnx.tokenizer().replace("64", "100000"), "truncation.max_length");
        tokenizer("nothing", "{}", "lacks a 'model'");
    }

    private void tokenizer(String name, String document, String why) {
        members("a tokenizer: " + name, members -> members.put("tokenizer.json", document.getBytes(UTF_8)), why);
    }

    private void node(String name, Consumer<NodeProto.Builder> change, String why) {
        change(name, model -> change.accept(model.getGraphBuilder().getNodeBuilder(2)), why);
    }

    private void attribute(String name, Consumer<AttributeProto.Builder> change, String why) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName("x").setType(AttributeProto.AttributeType.INT);
        change.accept(attribute);
        node("an attribute: " + name, node -> node.addAttribute(attribute), why);
    }

    private void change(String name, Consumer<ModelProto.Builder> change, String why) {
        ModelProto.Builder model = TinyOnnx.model();
        change.accept(model);
        model(name, model.build().toByteArray(), why);
    }

    private void model(String name, byte[] model, String why) {
        all.put(name, new Hostile(TinyOnnx.archive(TinyOnnx.members(model)), why));
    }

    private void members(String name, Consumer<Map<String, byte[]>> change, String why) {
        Map<String, byte[]> members = TinyOnnx.members(bytes());
        change.accept(members);
        all.put(name, new Hostile(TinyOnnx.archive(members), why));
    }

    private static byte[] bytes() {
        return TinyOnnx.model().build().toByteArray();
    }

    private static void weights(ModelProto.Builder model, TensorProto.Builder tensor) {
        model.getGraphBuilder().setInitializer(0, tensor);
    }

    private static TensorProto.Builder external() {
        return TinyOnnx.numbers("words")
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("../../../etc/passwd"));
    }

    /** Two bytes each, and an object of a hundred. */
    private static byte[] nodes(int count) {
        byte[] graph = new byte[2 * count];
        for (int i = 0; i < graph.length; i += 2) {
            graph[i] = 10;
        }
        return ModelProto.newBuilder()
                .setIrVersion(6)
                .build()
                .toByteString()
                .concat(ByteString.copyFrom(new byte[] {58, (byte) 0xc0, (byte) 0x8d, (byte) 0xb7, 1}))
                .concat(ByteString.copyFrom(graph))
                .toByteArray();
    }

    private static NodeProto nested(int depth) {
        NodeProto node = TinyOnnx.node("If", "x").build();
        for (int i = 0; i < depth; i++) {
            GraphProto graph = GraphProto.newBuilder().addNode(node).build();
            node = TinyOnnx.node("If", "x")
                    .addAttribute(
                            AttributeProto.newBuilder().setName("then_branch").setG(graph))
                    .build();
        }
        return node;
    }
}
