package io.imprimatur.fuzz;

import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.serving.RequestReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * The body of a prediction request. The first byte says how much of the rest is JSON, as the header of the binary tensor
 * extension does: 255 for all of it, without that header.
 */
public final class RequestTarget {

    private static final int ALL = 255;
    private static final int MOST_TENSORS = 64;

    private RequestTarget() {}

    /** A request is read, refused by its sender's fault, or ends before its end; nothing else may happen. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        int share = bytes[0] & 0xFF;
        int length = bytes.length - 1;
        int json = share == ALL ? RequestReader.ALL_JSON : 1 + length * share / ALL;
        try {
            RequestReader.read(new ByteArrayInputStream(bytes, 1, length), json, MOST_TENSORS)
                    .inputs()
                    .forEach(Tensor::isFinite);
        } catch (DomainException e) {
            requireSendersFault(e);
        } catch (EOFException e) {
            // The servlet tells it as ENCODING_BROKEN.
        }
    }

    static void requireSendersFault(DomainException refused) {
        int status = refused.kind().status();
        if (status >= 500 && status != 501) {
            throw new AssertionError("status " + status, refused);
        }
    }
}
