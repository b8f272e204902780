package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.imprimatur.kernel.DomainException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a tensor as they stood in the request: flat or nested, row-major. Their shape may stand before or after
 * them, so the nesting is noted while reading and compared when both are known.
 */
final class Values {

    private static final int FIRST_CAPACITY = 64;
    private static final int DEEPEST = 16;
    private static final int UNKNOWN = -1;

    /** The length of the lists at each depth; lists of the same depth must have the same one. */
    private final int[] lengths = new int[DEEPEST];

    private float[] data = new float[FIRST_CAPACITY];
    private int count;
    private int depthOfNumbers = UNKNOWN;
    private int depths;

    private Values() {
        Arrays.fill(lengths, UNKNOWN);
    }

    /** Reads the list that the parser stands at. */
    static Values read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RequestReader.form("'data' is not a list");
        }
        Values values = new Values();
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
                number(parser, token, depth);
            }
            length++;
        }
        if (lengths[depth] != UNKNOWN && lengths[depth] != length) {
            throw RequestReader.form("the lists in 'data' have different lengths");
        }
        lengths[depth] = length;
    }

    private void number(JsonParser parser, @Nullable JsonToken token, int depth) throws IOException {
        if (token == null || !token.isNumeric()) {
            throw RequestReader.form("'data' holds numbers only");
        }
        if (depthOfNumbers != UNKNOWN && depthOfNumbers != depth) {
            throw RequestReader.form("'data' mixes numbers and lists");
        }
        depthOfNumbers = depth;
        if (count == data.length) {
            data = Arrays.copyOf(data, count * 2);
        }
        float value = parser.getFloatValue();
        if (!Float.isFinite(value)) {
            throw DomainException.invalid("TENSOR_VALUE", "A value is beyond what FP32 can hold.");
        }
        data[count++] = value;
    }

    /** The values, if their nesting is the shape's or there is none; their number is the tensor's to check. */
    float[] inShape(String name, long[] shape) {
        if (depths > 1 && !isNestedAs(shape)) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE",
                    "The data of input '" + name + "' is not nested as its shape " + Arrays.toString(shape) + " says.");
        }
        return Arrays.copyOf(data, count);
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
