package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input as it stands in the JSON of a request: with its values, or with the size of the bytes that follow.
 *
 * @param values null where bytes follow
 * @param size of those bytes; {@link #NO_BYTES} where the values are here
 */
@SuppressWarnings("ArrayRecordComponent") // as of a tensor
record Input(
        String name,
        Datatype datatype,
        long[] shape,
        @Nullable Values values,
        int size) {

    private static final int NO_BYTES = -1;
    private static final int MOST_AXES = 16;
    private static final int CHUNK = 8_192;

    static Input read(JsonParser parser, Members members) throws IOException {
        Members.expect(parser.currentToken(), JsonToken.START_OBJECT, "an input");
        String name = null;
        Datatype datatype = null;
        long[] shape = null;
        Values values = null;
        TokenBuffer early = null;
        int[] size = {NO_BYTES};
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "name" -> name = members.text("name");
                case "datatype" -> datatype = datatype(members.text("datatype"));
                case "shape" -> shape = shape(parser);
                case "data" -> {
                    if (datatype == null) {
                        early = new TokenBuffer(parser);
                        early.copyCurrentStructure(parser);
                    } else {
                        values = Values.read(parser, datatype);
                    }
                }
                case "parameters" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        members.parameters((parameter, token) -> {
                            switch (parameter) {
                                case "binary_data_size" -> size[0] = size(parser);
                                case "shared_memory_region" -> throw RequestReader.unsupported(parameter);
                                default -> {}
                            }
                        });
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (early != null && datatype != null) {
            try (JsonParser again = early.asParserOnFirstToken()) {
                values = Values.read(again, datatype);
            }
        }
        if (name == null || datatype == null || shape == null) {
            throw RequestReader.form("an input needs 'name', 'datatype' and 'shape'");
        }
        if ((values == null) == (size[0] == NO_BYTES)) {
            throw RequestReader.form("an input has either 'data' or the parameter 'binary_data_size'");
        }
        return new Input(name, datatype, shape, values, size[0]);
    }

    boolean isBytes() {
        return values == null;
    }

    /** The tensor, if its values are here. */
    Tensor tensor() {
        if (values == null) {
            throw new IllegalStateException("the bytes of '" + name + "' follow");
        }
        return values.tensor(name, shape);
    }

    /** The tensor; its bytes, if they follow, are taken from the stream. */
    Tensor tensor(InputStream bytes) throws IOException {
        if (values != null) {
            return tensor();
        }
        long elements = Tensor.elements(shape);
        if (datatype != Datatype.BYTES && elements != (double) size / datatype.size()) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE",
                    "Input '" + name + "' has the shape " + Arrays.toString(shape) + " of " + datatype
                            + ", which does not take " + size + " bytes.");
        }
        return new Tensor(name, datatype, shape, taken(bytes));
    }

    private ByteBuffer taken(InputStream bytes) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(Math.min(size, CHUNK));
        byte[] chunk = new byte[Math.min(size, CHUNK)];
        while (data.position() < size) {
            int read = bytes.read(chunk, 0, Math.min(chunk.length, size - data.position()));
            if (read < 0) {
                throw RequestReader.form("the body ends within the bytes of input '" + name + "'");
            }
            if (datatype == Datatype.BOOL) {
                requireTruth(chunk, read);
            }
            if (data.remaining() < read) {
                int wanted = (int) Math.min(size, data.capacity() * 2L);
                data = ByteBuffer.allocateDirect(wanted).put(data.flip());
            }
            data.put(chunk, 0, read);
        }
        return data.flip();
    }

    private void requireTruth(byte[] chunk, int length) {
        for (int i = 0; i < length; i++) {
            if (chunk[i] != 0 && chunk[i] != 1) {
                throw DomainException.invalid(
                        "TENSOR_VALUE", "Input '" + name + "' is BOOL: each of its bytes is 0 or 1.");
            }
        }
    }

    private static Datatype datatype(String name) {
        return Arrays.stream(Datatype.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> DomainException.invalid("TENSOR_DATATYPE", "The protocol has no datatype of that name."));
    }

    private static int size(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() != JsonParser.NumberType.INT
                || parser.getIntValue() < 0) {
            throw RequestReader.form("'binary_data_size' is a number of bytes");
        }
        return parser.getIntValue();
    }

    private static long[] shape(JsonParser parser) throws IOException {
        Members.expect(parser.currentToken(), JsonToken.START_ARRAY, "'shape'");
        List<Long> axes = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || axes.size() == MOST_AXES) {
                throw RequestReader.form("'shape' is a list of " + MOST_AXES + " whole numbers at most");
            }
            axes.add(parser.getLongValue());
        }
        return axes.stream().mapToLong(Long::longValue).toArray();
    }
}
