package io.imprimatur.registry;

/** The tensor datatypes of the Open Inference Protocol v2. */
public enum Datatype {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    FP32(4),
    FP64(8),
    BF16(2),
    /** Elements of any length, each behind its length in four bytes. */
    BYTES(0);

    private final int size;

    Datatype(int size) {
        this.size = size;
    }

    /** The bytes of one element; 0 where each element has its own length. */
    public int size() {
        return size;
    }

    /** Whether its elements may be NaN or infinite. */
    public boolean isReal() {
        return this == FP16 || this == FP32 || this == FP64 || this == BF16;
    }
}
