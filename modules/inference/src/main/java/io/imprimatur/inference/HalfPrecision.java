package io.imprimatur.inference;

/**
 * Numbers of 16 bits: FP16 is IEEE 754-2019 binary16; BF16 is the upper half of a binary32. To 16 bits they round to
 * the nearest, ties to even; beyond the largest they are infinite, as IEEE 754 has it (section 4.3.1).
 */
public final class HalfPrecision {

    private static final int FP16_BIAS = 15;
    private static final int FP32_BIAS = 127;
    private static final int FP16_FRACTION = 10;
    private static final int FP32_FRACTION = 23;
    private static final int FP16_INFINITY = 0x7c00;
    private static final int FP16_QUIET = 0x200;
    private static final int BF16_BITS = 16;
    private static final int BF16_QUIET = 0x40;
    /** The smallest positive binary16 is 2^-24. */
    private static final float SUBNORMALS_IN_ONE = 0x1p24f;

    private HalfPrecision() {}

    /** The value of a binary16. */
    public static float fp16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >>> FP16_FRACTION & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction / SUBNORMALS_IN_ONE;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - FP16_BIAS + FP32_BIAS;
        return Float.intBitsToFloat(sign | widened << FP32_FRACTION | fraction << (FP32_FRACTION - FP16_FRACTION));
    }

    /** The nearest binary16. */
    public static short fp16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (Float.isNaN(value)) {
            return (short)
                    (sign | FP16_INFINITY | FP16_QUIET | ((magnitude >>> (FP32_FRACTION - FP16_FRACTION)) & 0x3ff));
        }
        int exponent = (magnitude >>> FP32_FRACTION) - FP32_BIAS;
        if (exponent < 1 - FP16_BIAS) {
            // Scaling by a power of two is exact, and rint rounds ties to even; the carry makes it a normal number.
            return (short) (sign | (int) Math.rint((double) Math.abs(value) * SUBNORMALS_IN_ONE));
        }
        int rounded = withoutLow(magnitude - ((FP32_BIAS - FP16_BIAS) << FP32_FRACTION), FP32_FRACTION - FP16_FRACTION);
        return (short) (sign | (exponent > FP16_BIAS ? FP16_INFINITY : Math.min(rounded, FP16_INFINITY)));
    }

    /** The value of a BF16. */
    public static float bf16(short bits) {
        return Float.intBitsToFloat(bits << BF16_BITS);
    }

    /** The nearest BF16. */
    public static short bf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> BF16_BITS | BF16_QUIET);
        }
        int sign = bits & 0x8000_0000;
        return (short) ((sign >>> BF16_BITS) | withoutLow(bits & 0x7fff_ffff, BF16_BITS));
    }

    /** Drops so many low bits of a magnitude, to the nearest, ties to even; the carry may reach the exponent. */
    private static int withoutLow(int magnitude, int bits) {
        int half = 1 << (bits - 1);
        int odd = magnitude >>> bits & 1;
        return (magnitude + half - 1 + odd) >>> bits;
    }
}
