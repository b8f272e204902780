package io.imprimatur.monitoring.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows as {@code COPY … FROM STDIN (FORMAT binary)} takes them: no value is quoted, so none can be misread. See "Binary
 * Format" under COPY in PostgreSQL's manual; each value is laid out as its type's {@code recv} function reads it.
 */
final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NULL = -1;
    private static final int TRAILER = -1;

    /** PostgreSQL counts microseconds from here. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final int UUID_BYTES = 2 * Long.BYTES;

    private final Bytes bytes = new Bytes();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final int columns;

    private interface Step {
        void write() throws IOException;
    }

    private static final class Bytes extends ByteArrayOutputStream {
        InputStream read() {
            return new ByteArrayInputStream(buf, 0, count);
        }
    }

    CopyRows(int columns) {
        this.columns = columns;
        write(() -> {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    /** Begins a row; as many values as there are columns must follow, in their order. */
    CopyRows row() {
        return write(() -> out.writeShort(columns));
    }

    CopyRows uuid(@Nullable UUID value) {
        return value == null
                ? nothing()
                : write(() -> {
                    out.writeInt(UUID_BYTES);
                    out.writeLong(value.getMostSignificantBits());
                    out.writeLong(value.getLeastSignificantBits());
                });
    }

    CopyRows text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    CopyRows bytes(byte @Nullable [] value) {
        return value == null
                ? nothing()
                : write(() -> {
                    out.writeInt(value.length);
                    out.write(value);
                });
    }

    CopyRows number(long value) {
        return write(() -> {
            out.writeInt(Long.BYTES);
            out.writeLong(value);
        });
    }

    CopyRows truth(boolean value) {
        return write(() -> {
            out.writeInt(1);
            out.writeBoolean(value);
        });
    }

    CopyRows instant(Instant value) {
        return number(ChronoUnit.MICROS.between(EPOCH, value));
    }

    /** All rows, to be sent; nothing may be added afterwards. */
    InputStream end() {
        write(() -> out.writeShort(TRAILER));
        return bytes.read();
    }

    private CopyRows nothing() {
        return write(() -> out.writeInt(NULL));
    }

    private CopyRows write(Step step) {
        try {
            step.write();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return this;
    }
}
