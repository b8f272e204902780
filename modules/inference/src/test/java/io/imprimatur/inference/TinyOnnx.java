package io.imprimatur.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model of texts of a few lines: each of five words has a number, and a text's answer is the mean of its words'. */
final class TinyOnnx {

    /** The numbers of [PAD], [UNK] and of the words good, bad and ugly; what pads a text would be seen in its answer. */
    private static final float[] NUMBERS = {1_000, 10, 1, 2, 4};

    private TinyOnnx() {}

    static Signature signature() {
        return new Signature(
                List.of(new TensorSpec("text", Datatype.BYTES, List.of(-1L))),
                List.of(new TensorSpec("mean", Datatype.FP32, List.of(-1L, 1L))),
                false);
    }

    static byte[] archive() {
        return archive(model().build());
    }

    static byte[] archive(ModelProto model) {
        return archive(members(model.toByteArray()));
    }

    static Map<String, byte[]> members(byte[] model) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("model.onnx", model);
        members.put("tokenizer.json", tokenizer().getBytes(UTF_8));
        return members;
    }

    static byte[] archive(Map<String, byte[]> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                CRC32 sum = new CRC32();
                sum.update(member.getValue());
                entry.setCrc(sum.getValue());
                entry.setSize(member.getValue().length);
                zip.putNextEntry(entry);
                zip.write(member.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String tokenizer() {
        return """
            {"version": "1.0", "truncation": {"direction": "Right", "max_length": 64, "strategy": "LongestFirst", "stride": 0},
             "padding": null, "added_tokens": [],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "good": 2, "bad": 3, "ugly": 4}}}\
            """;
    }

    static ModelProto.Builder model() {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
        for (String input : List.of("input_ids", "attention_mask", "token_type_ids")) {
            graph.addInput(value(input, TensorProto.DataType.INT64));
        }
        graph.addInitializer(numbers("words", NUMBERS));
        graph.addNode(node("Gather", "each", "words", "input_ids"));
        graph.addNode(node("Cast", "mask", "attention_mask").addAttribute(attribute("to", 1)));
        graph.addNode(node("Mul", "kept", "each", "mask"));
        graph.addNode(sum("total", "kept"));
        graph.addNode(sum("count", "mask"));
        graph.addNode(node("Div", "mean", "total", "count"));
        graph.addOutput(value("mean", TensorProto.DataType.FLOAT));
        return ModelProto.newBuilder()
                .setIrVersion(6)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(11))
                .setGraph(graph);
    }

    static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(operator).addOutput(output).addAllInput(List.of(inputs));
    }

    private static NodeProto.Builder sum(String output, String input) {
        return node("ReduceSum", output, input)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axes")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(1));
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static TensorProto.Builder numbers(String name, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(values.length)
                .setRawData(ByteString.copyFrom(bytes.array()));
    }

    private static ValueInfoProto.Builder value(String name, TensorProto.DataType type) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(type.getNumber())
                .getShapeBuilder()
                .addDim(ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension.newBuilder()
                        .setDimParam("texts"))
                .addDim(ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension.newBuilder()
                        .setDimParam("tokens"));
        return value;
    }
}
