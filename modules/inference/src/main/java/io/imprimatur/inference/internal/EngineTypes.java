package io.imprimatur.inference.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.imprimatur.inference.HalfPrecision;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the protocol's datatypes travel through the engine. DJL 0.36 makes no tensors of INT16, BF16 or unsigned numbers
 * beyond 8 bits (asked for one, it ends the process): those travel in the next wider type that it has, value for value,
 * and the way back refuses what does not fit.
 */
public final class EngineTypes {

    private EngineTypes() {}

    /**
     * Refuses a signature that the engine cannot carry.
     *
     * @param takesTexts whether the version has a tokenizer, which makes numbers of texts
     * @throws DomainException DATATYPE_UNSUPPORTED
     */
    public static void requireCarried(Signature signature, boolean takesTexts) {
        for (TensorSpec spec : Stream.of(takesTexts ? List.<TensorSpec>of() : signature.inputs(), signature.outputs())
                .flatMap(List::stream)
                .toList()) {
            if (spec.datatype() == Datatype.BYTES) {
                throw DomainException.notImplemented(
                        "DATATYPE_UNSUPPORTED",
                        "'" + spec.name() + "' is BYTES, and the engine of this model has no tensors of strings.");
            }
        }
    }

    /**
     * Refuses a UINT64 beyond 63 bits, which the engine cannot carry.
     *
     * @throws DomainException TENSOR_VALUE_UNSUPPORTED
     */
    public static void requireCarried(Tensor tensor) {
        ByteBuffer data = tensor.data();
        while (tensor.datatype() == Datatype.UINT64 && data.hasRemaining()) {
            if (data.getLong() < 0) {
                throw DomainException.notImplemented(
                        "TENSOR_VALUE_UNSUPPORTED",
                        "Input '" + tensor.name() + "' has a value beyond 2^63 - 1, which this engine does not carry.");
            }
        }
    }

    /** The engine's type that carries the datatype. */
    static DataType of(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> DataType.BOOLEAN;
            case UINT8 -> DataType.UINT8;
            case INT8 -> DataType.INT8;
            case INT16, UINT16, INT32 -> DataType.INT32;
            case UINT32, INT64, UINT64 -> DataType.INT64;
            case FP16 -> DataType.FLOAT16;
            case BF16, FP32 -> DataType.FLOAT32;
            case FP64 -> DataType.FLOAT64;
            case BYTES -> throw new IllegalArgumentException("no tensors of strings");
        };
    }

    /** Whether the engine carries the datatype as it is. */
    static boolean isNative(Datatype datatype) {
        return of(datatype).getNumOfBytes() == datatype.size() && datatype != Datatype.UINT64;
    }

    /** Appends the tensor's elements as the engine takes them. */
    static void widen(Tensor tensor, ByteBuffer to) {
        ByteBuffer from = tensor.data();
        if (isNative(tensor.datatype())) {
            to.put(from);
            return;
        }
        while (from.hasRemaining()) {
            switch (tensor.datatype()) {
                case INT16 -> to.putInt(from.getShort());
                case UINT16 -> to.putInt(Short.toUnsignedInt(from.getShort()));
                case UINT32 -> to.putLong(Integer.toUnsignedLong(from.getInt()));
                case BF16 -> to.putFloat(HalfPrecision.bf16(from.getShort()));
                default -> to.putLong(from.getLong());
            }
        }
    }

    /**
     * The output in the type that carries the datatype: models may give the narrow types themselves, which DJL cannot
     * name but can convert.
     */
    static NDArray carried(NDArray output, Datatype datatype) {
        DataType carrier = of(datatype);
        if (output.getDataType() == carrier) {
            return output;
        }
        if (output.getDataType() == DataType.UNKNOWN && !isNative(datatype)) {
            return output.toType(carrier, false);
        }
        throw new IllegalStateException("the model gave " + output.getDataType() + " where its card says " + datatype);
    }

    /** The elements that the engine gave, as the datatype has them. */
    static ByteBuffer narrow(ByteBuffer from, Datatype datatype) {
        if (isNative(datatype)) {
            return from;
        }
        int elements = from.remaining() / of(datatype).getNumOfBytes();
        ByteBuffer to = ByteBuffer.allocate(elements * datatype.size()).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            switch (datatype) {
                case INT16 -> to.putShort((short) within(from.getInt(), Short.MIN_VALUE, Short.MAX_VALUE, datatype));
                case UINT16 -> to.putShort((short) within(from.getInt(), 0, 0xffffL, datatype));
                case UINT32 -> to.putInt((int) within(from.getLong(), 0, 0xffff_ffffL, datatype));
                case BF16 -> to.putShort(HalfPrecision.bf16(from.getFloat()));
                default -> to.putLong(within(from.getLong(), 0, Long.MAX_VALUE, datatype));
            }
        }
        return to.flip();
    }

    private static long within(long value, long least, long most, Datatype datatype) {
        if (value < least || value > most) {
            throw new IllegalStateException("the model gave " + value + ", which is no " + datatype);
        }
        return value;
    }
}
