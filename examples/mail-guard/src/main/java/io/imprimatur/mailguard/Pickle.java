package io.imprimatur.mailguard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The few operations of pickle protocol 2 that TorchScript writes (torch/csrc/jit/serialization/pickler.cpp). */
final class Pickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
        bytes.write(0x80);
        bytes.write(2);
    }

    /** An instance without state. */
    Pickle instance(String module, String type) {
        return global(module, type).operations(")\u0081}b");
    }

    /** Opens a tuple; {@link #close} ends it. */
    Pickle open() {
        return operations("(");
    }

    Pickle close() {
        return operations("t");
    }

    /** A tensor of FP32 whose numbers lie in the member of that number. */
    Pickle tensor(int member, long[] shape, long[] strides, long elements) {
        global("torch._utils", "_rebuild_tensor_v2").open();
        open().text("storage").global("torch", "FloatStorage").text(Integer.toString(member));
        text("cpu").whole(elements).close().operations("Q");
        whole(0).wholes(shape).wholes(strides).operations("\u0089");
        global("collections", "OrderedDict").operations(")R");
        return close().operations("R");
    }

    byte[] end() {
        operations(".");
        return bytes.toByteArray();
    }

    private Pickle wholes(long[] values) {
        open();
        for (long value : values) {
            whole(value);
        }
        return close();
    }

    private Pickle whole(long value) {
        return operations("J").raw(number(Math.toIntExact(value)));
    }

    private Pickle text(String text) {
        return operations("X").raw(number(text.length())).raw(text.getBytes(UTF_8));
    }

    private Pickle global(String module, String name) {
        return operations("c" + module + "\n" + name + "\n");
    }

    private Pickle operations(String codes) {
        codes.chars().forEach(bytes::write);
        return this;
    }

    private Pickle raw(byte[] some) {
        bytes.writeBytes(some);
        return this;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
