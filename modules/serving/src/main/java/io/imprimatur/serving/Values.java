package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.imprimatur.inference.Tensor;
import io.imprimatur.inference.TensorBuilder;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a tensor as they stood in the request: flat or nested, row-major. Their shape may stand before or after
 * them, so the nesting is noted while reading and compared when both are known.
 */
final class Values {

    private static final int DEEPEST = 16;
    private static final int UNKNOWN = -1;

    /** The length of the lists at each depth; lists of the same depth must have the same one. */
    private final int[] lengths = new int[DEEPEST];

    private final TensorBuilder builder;
    private int depthOfNumbers = UNKNOWN;
    private int depths;

    private Values(Datatype datatype) {
        builder = new TensorBuilder(datatype);
        Arrays.fill(lengths, UNKNOWN);
    }

    /** Reads the list that the parser stands at. */
    static Values read(JsonParser parser, Datatype datatype) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RequestReader.form("'data' is not a list");
        }
        Values values = new Values(datatype);
        values.list(parser, 0);
        return values;
    }

    private void list(JsonParser parser, int depth) throws IOException {
        if (depth == DEEPEST) {
            throw RequestReader.form("'data' is nested deeper than any shape");
        }
        depths = Math.max(depths, depth + 1);
        int length = 0;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token == JsonToken.START_ARRAY) {
                list(parser, depth + 1);
            } else {
                value(parser, token, depth);
            }
            length++;
        }
        if (lengths[depth] != UNKNOWN && lengths[depth] != length) {
            throw RequestReader.form("the lists in 'data' have different lengths");
        }
        lengths[depth] = length;
    }

    private void value(JsonParser parser, @Nullable JsonToken token, int depth) throws IOException {
        if (depthOfNumbers != UNKNOWN && depthOfNumbers != depth) {
            throw RequestReader.form("'data' mixes values and lists");
        }
        depthOfNumbers = depth;
        switch (builder.datatype()) {
            case FP32, FP16, BF16 -> {
                require(token != null && token.isNumeric());
                float value = parser.getFloatValue();
                requireWithin(parser, Float.isFinite(value));
                builder.real(value);
            }
            case FP64 -> {
                require(token != null && token.isNumeric());
                double value = parser.getDoubleValue();
                requireWithin(parser, Double.isFinite(value));
                builder.real(value);
            }
            case BOOL -> {
                require(token != null && token.isBoolean());
                builder.flag(parser.getBooleanValue());
            }
            case BYTES -> {
                require(token == JsonToken.VALUE_STRING);
                builder.text(parser.getText());
            }
            default -> {
                require(token == JsonToken.VALUE_NUMBER_INT);
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    builder.whole(parser.getBigIntegerValue());
                } else {
                    builder.whole(parser.getLongValue());
                }
            }
        }
    }

    private void require(boolean fits) {
        if (!fits) {
            throw RequestReader.form("'data' holds something that is no " + builder.datatype());
        }
    }

    /** NaN and infinities by name are the model card's to judge; a number that only overflows is nobody's meaning. */
    private void requireWithin(JsonParser parser, boolean finite) throws IOException {
        if (!finite && Character.isDigit(parser.getText().charAt(parser.getTextLength() - 1))) {
            throw DomainException.invalid(
                    "TENSOR_VALUE", "A value is beyond what " + builder.datatype() + " can hold.");
        }
    }

    /** The tensor, if the values are nested as its shape is or not at all; their number is the tensor's to check. */
    Tensor tensor(String name, long[] shape) {
        if (depths > 1 && !isNestedAs(shape)) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE",
                    "The data of input '" + name + "' is not nested as its shape " + Arrays.toString(shape) + " says.");
        }
        return builder.build(name, shape);
    }

    private boolean isNestedAs(long[] shape) {
        if (depths != shape.length || depthOfNumbers != UNKNOWN && depthOfNumbers != depths - 1) {
            return false;
        }
        for (int axis = 0; axis < depths; axis++) {
            if (lengths[axis] != shape[axis]) {
                return false;
            }
        }
        return true;
    }
}
