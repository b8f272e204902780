package io.imprimatur.inference.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads a pickle without running it and lists what it would import. TorchScript writes protocol 2 with the opcodes
 * below (torch/csrc/jit/serialization/pickler.h); any other opcode makes the pickle unreadable, which is a refusal.
 */
public final class PickleImports {

    private static final Pattern HARMLESS = Pattern.compile("__torch__(?!\\.torch\\.classes)(\\.[\\w.]+)? \\w+"
            + "|torch\\.(jit\\._pickle|_utils) (_?build_\\w+|_rebuild_tensor_v2|restore_type_tag)"
            + "|torch (\\w+Storage|device|Size)"
            + "|collections OrderedDict");

    /** A pickle that TorchScript would not have written. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private PickleImports() {}

    /** Whether a TorchScript model needs this import, written {@code module name}. */
    public static boolean isHarmless(String imported) {
        return HARMLESS.matcher(imported).matches();
    }

    /** The imports, each written {@code module name}. */
    public static Set<String> of(byte[] pickle) throws Unreadable {
        Set<String> imports = new TreeSet<>();
        ByteBuffer bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                int opcode = bytes.get() & 0xff;
                if (opcode == '.') {
                    return imports;
                }
                step(opcode, bytes, imports);
            }
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
            throw new Unreadable("it ends in the middle of an operation");
        }
        throw new Unreadable("it has no end");
    }

    private static void step(int opcode, ByteBuffer bytes, Set<String> imports) throws Unreadable {
        switch (opcode) {
            case 'c' -> imports.add(line(bytes) + " " + line(bytes));
            // one byte: protocol, short integer, memo
            case 0x80, 'K', 'q', 'h' -> skip(bytes, 1);
            case 'M' -> skip(bytes, 2);
            case 'J', 'r', 'j' -> skip(bytes, 4);
            case 'G' -> skip(bytes, 8);
            case 'X', 'T', 'B' -> skip(bytes, bytes.getInt());
            case 'U', 'C', 0x8a -> skip(bytes, bytes.get() & 0xff);
            // none, booleans, marks, tuples, lists, dictionaries, reduce, build, new object, persistent id
            case 'N',
                    0x88,
                    0x89,
                    '(',
                    ')',
                    't',
                    0x85,
                    0x86,
                    0x87,
                    ']',
                    'e',
                    'a',
                    'l',
                    '}',
                    's',
                    'u',
                    'd',
                    'R',
                    'b',
                    0x81,
                    'Q',
                    '0',
                    '1',
                    '2' -> {}
            default ->
                throw new Unreadable("operation 0x" + Integer.toHexString(opcode) + " at byte " + (bytes.position() - 1)
                        + " is none that TorchScript writes");
        }
    }

    private static void skip(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("no such length");
        }
        bytes.position(bytes.position() + length);
    }

    private static String line(ByteBuffer bytes) {
        List<Byte> line = new ArrayList<>();
        byte next;
        while ((next = bytes.get()) != '\n') {
            line.add(next);
        }
        byte[] text = new byte[line.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = line.get(i);
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
