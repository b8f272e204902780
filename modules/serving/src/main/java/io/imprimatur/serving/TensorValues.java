package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.imprimatur.inference.HalfPrecision;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The values of a tensor as a flat JSON list. */
public final class TensorValues {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private TensorValues() {}

    /** The list alone, as the prediction log keeps it: an element of BYTES that is no text stands there as base64. */
    public static String text(Tensor tensor) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, tensor, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @throws DomainException OUTPUT_NOT_TEXT when BYTES are no text, which JSON cannot carry */
    public static void write(JsonGenerator json, Tensor tensor) throws IOException {
        write(json, tensor, true);
    }

    private static void write(JsonGenerator json, Tensor tensor, boolean textOnly) throws IOException {
        json.writeStartArray();
        if (tensor.datatype() == Datatype.BYTES) {
            for (byte[] text : tensor.texts()) {
                json.writeString(utf8(tensor.name(), text, textOnly));
            }
        } else {
            ByteBuffer data = tensor.data();
            while (data.hasRemaining()) {
                element(json, tensor.datatype(), data);
            }
        }
        json.writeEndArray();
    }

    private static void element(JsonGenerator json, Datatype datatype, ByteBuffer data) throws IOException {
        switch (datatype) {
            case BOOL -> json.writeBoolean(data.get() != 0);
            case INT8 -> json.writeNumber(data.get());
            case UINT8 -> json.writeNumber(Byte.toUnsignedInt(data.get()));
            case INT16 -> json.writeNumber(data.getShort());
            case UINT16 -> json.writeNumber(Short.toUnsignedInt(data.getShort()));
            case INT32 -> json.writeNumber(data.getInt());
            case UINT32 -> json.writeNumber(Integer.toUnsignedLong(data.getInt()));
            case INT64 -> json.writeNumber(data.getLong());
            case UINT64 -> json.writeNumber(new BigInteger(Long.toUnsignedString(data.getLong())));
            case FP16 -> json.writeNumber(HalfPrecision.fp16(data.getShort()));
            case BF16 -> json.writeNumber(HalfPrecision.bf16(data.getShort()));
            case FP32 -> json.writeNumber(data.getFloat());
            case FP64 -> json.writeNumber(data.getDouble());
            case BYTES -> throw new IllegalArgumentException("BYTES have no size of their own");
        }
    }

    private static String utf8(String name, byte[] text, boolean textOnly) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            if (!textOnly) {
                return "base64:" + Base64.getEncoder().encodeToString(text);
            }
            throw DomainException.notImplemented(
                    "OUTPUT_NOT_TEXT",
                    "Output '" + name + "' holds bytes that are no text. Ask for it with 'binary_data'.");
        }
    }
}
