package io.imprimatur.inference;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values with a shape, row-major, as the binary tensor extension of the protocol lays them out: little-endian, one
 * after the other; BYTES each behind its length in four bytes.
 *
 * @param name as the signature has it
 * @param datatype of the elements
 * @param shape the length of each axis; their product is the number of elements, exactly
 * @param data the elements, from position to limit; not copied, so do not change them afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a tensor is its numbers; copying them would cost the hot path
public record Tensor(String name, Datatype datatype, long[] shape, ByteBuffer data) {

    public Tensor {
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long elements = elements(shape);
        long given = datatype == Datatype.BYTES ? texts(name, data).size() : data.remaining() / datatype.size();
        boolean whole = datatype == Datatype.BYTES || data.remaining() % datatype.size() == 0;
        if (elements != given || !whole) {
            throw DomainException.invalid(
                    "TENSOR_SHAPE",
                    "Tensor '" + name + "' has the shape " + Arrays.toString(shape) + ", which takes " + elements
                            + " values, but " + given + " were given.");
        }
    }

    public static Tensor fp32(String name, long[] shape, float[] data) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data);
        return new Tensor(name, Datatype.FP32, shape, bytes);
    }

    /** A view of its own: reading it moves nobody else's position. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The length of the first axis: the number of rows. */
    public long rows() {
        return shape.length == 0 ? 1 : shape[0];
    }

    /** The elements of an FP32 tensor. */
    public float[] floats() {
        if (datatype != Datatype.FP32) {
            throw new IllegalStateException("tensor '" + name + "' is " + datatype + ", not FP32");
        }
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The elements of a BYTES tensor. */
    public List<byte[]> texts() {
        if (datatype != Datatype.BYTES) {
            throw new IllegalStateException("tensor '" + name + "' is " + datatype + ", not BYTES");
        }
        return texts(name, data);
    }

    /** Whether every element is a number, neither NaN nor infinite. */
    public boolean isFinite() {
        boolean finite = true;
        int end = datatype.isReal() ? data.limit() : 0;
        for (int at = 0; finite && at < end; at += datatype.size()) {
            finite = switch (datatype) {
                case FP32 -> Float.isFinite(data.getFloat(at));
                case FP64 -> Double.isFinite(data.getDouble(at));
                case FP16 -> Float.isFinite(HalfPrecision.fp16(data.getShort(at)));
                default -> Float.isFinite(HalfPrecision.bf16(data.getShort(at)));
            };
        }
        return finite;
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

    private static List<byte[]> texts(String name, ByteBuffer data) {
        List<byte[]> texts = new ArrayList<>();
        int at = 0;
        while (at < data.limit()) {
            int length = data.limit() - at < Integer.BYTES ? -1 : data.getInt(at);
            at += Integer.BYTES;
            if (length < 0 || length > data.limit() - at) {
                throw DomainException.invalid(
                        "TENSOR_BYTES",
                        "Tensor '" + name + "' is BYTES: each element stands behind its length in four bytes, and one"
                                + " of them ends beyond the data.");
            }
            byte[] text = new byte[length];
            data.get(at, text);
            texts.add(text);
            at += length;
        }
        return texts;
    }
}
