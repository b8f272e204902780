package io.imprimatur.inference;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Takes the elements of a tensor one by one, straight into the direct buffer that the engine reads. Memory grows with
 * what has come, never with what a shape has announced.
 */
public final class TensorBuilder {

    private static final int FIRST_ELEMENTS = 64;
    private static final int BYTES_GUESS = 16;

    private final Datatype datatype;
    private ByteBuffer data;
    private long count;

    public TensorBuilder(Datatype datatype) {
        this.datatype = datatype;
        this.data = direct(FIRST_ELEMENTS * Math.max(datatype.size(), BYTES_GUESS / 4));
    }

    public Datatype datatype() {
        return datatype;
    }

    /** How many elements have come. */
    public long count() {
        return count;
    }

    /** An element of FP16, BF16 or FP32. */
    public void real(float value) {
        ByteBuffer to = room(datatype.size());
        switch (datatype) {
            case FP32 -> to.putFloat(value);
            case FP16 -> to.putShort(half(value, HalfPrecision.fp16(value)));
            case BF16 -> to.putShort(half(value, HalfPrecision.bf16(value)));
            default -> throw mixed();
        }
        count++;
    }

    private short half(float value, short bits) {
        float kept = datatype == Datatype.FP16 ? HalfPrecision.fp16(bits) : HalfPrecision.bf16(bits);
        if (Float.isFinite(value) && !Float.isFinite(kept)) {
            throw beyond();
        }
        return bits;
    }

    /** An element of FP64. */
    public void real(double value) {
        if (datatype != Datatype.FP64) {
            throw mixed();
        }
        room(Double.BYTES).putDouble(value);
        count++;
    }

    /** An element of any of the whole datatypes. */
    public void whole(long value) {
        ByteBuffer to = room(datatype.size());
        switch (datatype) {
            case INT8 -> to.put((byte) within(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> to.put((byte) within(value, 0, 0xffL));
            case INT16 -> to.putShort((short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> to.putShort((short) within(value, 0, 0xffffL));
            case INT32 -> to.putInt((int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> to.putInt((int) within(value, 0, 0xffff_ffffL));
            case INT64 -> to.putLong(value);
            case UINT64 -> to.putLong(within(value, 0, Long.MAX_VALUE));
            default -> throw mixed();
        }
        count++;
    }

    /** An element beyond 63 bits: only UINT64 has them. */
    public void whole(BigInteger value) {
        if (datatype != Datatype.UINT64 || value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw beyond();
        }
        room(Long.BYTES).putLong(value.longValue());
        count++;
    }

    /** An element of BOOL. */
    public void flag(boolean value) {
        if (datatype != Datatype.BOOL) {
            throw mixed();
        }
        room(1).put((byte) (value ? 1 : 0));
        count++;
    }

    /** An element of BYTES. */
    public void text(String value) {
        if (datatype != Datatype.BYTES) {
            throw mixed();
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        count++;
    }

    public Tensor build(String name, long[] shape) {
        return new Tensor(name, datatype, shape, data.duplicate().flip());
    }

    private ByteBuffer room(int bytes) {
        if (data.remaining() < bytes) {
            int wanted = Math.max(Math.addExact(data.position(), bytes), Math.multiplyExact(data.capacity(), 2));
            data = direct(wanted).put(data.flip());
        }
        return data;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw beyond();
        }
        return value;
    }

    private DomainException beyond() {
        return DomainException.invalid("TENSOR_VALUE", "A value is beyond what " + datatype + " can hold.");
    }

    private DomainException mixed() {
        return DomainException.invalid("TENSOR_VALUE", "A value is none of the datatype " + datatype + ".");
    }
}
