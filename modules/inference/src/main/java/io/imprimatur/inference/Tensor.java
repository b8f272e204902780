package io.imprimatur.inference;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.util.Arrays;

/**
 * Values with a shape, row-major.
 *
 * @param name as the signature has it
 * @param datatype of the elements; FP32 is carried as {@code float[]}
 * @param shape the length of each axis; their product is the number of elements, exactly
 * @param data the elements; not copied, so do not change them afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a tensor is its numbers; copying them would cost the hot path
public record Tensor(String name, Datatype datatype, long[] shape, float[] data) {

    public Tensor {
        long elements = elements(shape);
        if (elements != data.length) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE",
                    "Tensor '" + name + "' has the shape " + Arrays.toString(shape) + ", which takes " + elements
                            + " values, but " + data.length + " were given.");
        }
    }

    public static Tensor fp32(String name, long[] shape, float[] data) {
        return new Tensor(name, Datatype.FP32, shape, data);
    }

    /** The length of the first axis: the number of rows. */
    public long rows() {
        return shape.length == 0 ? 1 : shape[0];
    }

    /** How many elements the shape takes, without ever overflowing. */
    public static long elements(long[] shape) {
        long elements = 1;
        try {
            for (long axis : shape) {
                if (axis < 0) {
                    throw DomainException.invalid(
                            "TENSOR_SHAPE", "The shape " + Arrays.toString(shape) + " has a negative axis.");
                }
                elements = Math.multiplyExact(elements, axis);
            }
        } catch (ArithmeticException e) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE", "The shape " + Arrays.toString(shape) + " has more elements than can be counted.");
        }
        return elements;
    }
}
