package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.imprimatur.inference.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The inputs of a request in the layout of the protocol's binary tensor extension, whatever form they came in: their
 * JSON, and the bytes of the tensors behind it. The log keeps them behind the length of that JSON, in four bytes,
 * big-endian.
 */
public final class InputBytes {

    private static final JsonFactory JSON = new JsonFactory();

    private InputBytes() {}

    /** The inputs as the log keeps them. */
    public static byte[] of(List<Tensor> inputs) {
        byte[] json = json(inputs);
        int size = Integer.BYTES + json.length;
        for (Tensor input : inputs) {
            size += input.data().remaining();
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).putInt(json.length).put(json);
        for (Tensor input : inputs) {
            bytes.put(input.data());
        }
        return bytes.array();
    }

    /** How many bytes of what the log keeps are JSON; they begin behind these four bytes. */
    public static int jsonLength(byte[] kept) {
        return ByteBuffer.wrap(kept).getInt();
    }

    private static byte[] json(List<Tensor> inputs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("inputs");
            for (Tensor input : inputs) {
                json.writeStartObject();
                json.writeStringField("name", input.name());
                json.writeStringField("datatype", input.datatype().name());
                json.writeFieldName("shape");
                json.writeArray(input.shape(), 0, input.shape().length);
                json.writeObjectFieldStart("parameters");
                json.writeNumberField("binary_data_size", input.data().remaining());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
