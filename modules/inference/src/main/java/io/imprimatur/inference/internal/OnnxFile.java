package io.imprimatur.inference.internal;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads an ONNX file without taking its weights into memory: they stay in the mapped file. What stands beside the
 * weights becomes objects, many times larger than its bytes, and so it is measured before it is read.
 */
final class OnnxFile {

    /** Names, shapes and the graph of MiniLM take 140 kB. */
    private static final long MOST_BESIDE_WEIGHTS = 2 << 20;

    private static final int DEEPEST = 16;

    private OnnxFile() {}

    /** What is no ONNX file, or too much of one. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static ModelProto read(ByteBuffer bytes) throws Unreadable {
        try {
            long beside = bytes.remaining() - weights(stream(bytes));
            if (beside > MOST_BESIDE_WEIGHTS) {
                throw new Unreadable(
                        "has " + beside + " bytes beside its weights; " + MOST_BESIDE_WEIGHTS + " are the most");
            }
            CodedInputStream stream = stream(bytes);
            ModelProto model = ModelProto.parseFrom(stream);
            stream.checkLastTagWas(0);
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new Unreadable("cannot be read as ONNX");
        } catch (IOException e) {
            throw new IllegalStateException("a file in memory", e);
        }
    }

    private static CodedInputStream stream(ByteBuffer bytes) {
        CodedInputStream stream =
                UnsafeByteOperations.unsafeWrap(bytes.duplicate()).newCodedInput();
        stream.enableAliasing(true);
        stream.setRecursionLimit(DEEPEST);
        return stream;
    }

    /** The bytes of the weights: the raw data of the graph's initialisers. */
    private static long weights(CodedInputStream stream) throws IOException {
        return within(
                stream,
                ModelProto.GRAPH_FIELD_NUMBER,
                graph -> within(
                        graph,
                        GraphProto.INITIALIZER_FIELD_NUMBER,
                        tensor -> within(tensor, TensorProto.RAW_DATA_FIELD_NUMBER, OnnxFile::length)));
    }

    /** What is counted inside a member. */
    private interface Count {
        long in(CodedInputStream member) throws IOException;
    }

    private static long within(CodedInputStream stream, int field, Count count) throws IOException {
        long bytes = 0;
        for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
            if (tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                int before = stream.pushLimit(stream.readRawVarint32());
                bytes += count.in(stream);
                stream.popLimit(before);
            } else {
                skip(stream, tag);
            }
        }
        return bytes;
    }

    private static long length(CodedInputStream raw) throws IOException {
        int length = raw.getBytesUntilLimit();
        raw.skipRawBytes(length);
        return length;
    }

    private static void skip(CodedInputStream stream, int tag) throws IOException {
        // Groups nest, and ONNX has none.
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP || !stream.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group");
        }
    }
}
