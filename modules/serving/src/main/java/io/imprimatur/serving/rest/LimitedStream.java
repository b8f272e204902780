package io.imprimatur.serving.rest;

import io.imprimatur.kernel.DomainException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request body that ends in a clear refusal when it is longer than allowed, whatever its header announced. */
final class LimitedStream extends FilterInputStream {

    private final int limit;
    private long taken;

    LimitedStream(InputStream body, int limit) {
        super(body);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int bytes) {
        taken += bytes;
        if (taken > limit) {
            throw tooLarge(limit);
        }
    }

    static DomainException tooLarge(int limit) {
        return DomainException.tooLarge(
                "BODY_TOO_LARGE", "A request may have " + limit + " bytes. Send fewer rows at once.");
    }
}
