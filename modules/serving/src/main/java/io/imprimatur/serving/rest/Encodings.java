package io.imprimatur.serving.rest;

import io.imprimatur.kernel.DomainException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Content codings (RFC 9110, section 8.4): gzip and none. */
final class Encodings {

    private static final int BUFFER = 4_096;

    private Encodings() {}

    /** Whether an {@code Accept-Encoding} takes gzip: named, or by the star, and not with a weight of nought. */
    static boolean takesGzip(@Nullable String accepted) {
        boolean named = false;
        boolean any = false;
        if (accepted == null) {
            return false;
        }
        for (String entry : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = entry.split(";", -1);
            String coding = parts[0].strip();
            boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                if (refused) {
                    return false;
                }
                named = true;
            } else if (coding.equals("*")) {
                any = !refused;
            }
        }
        return named || any;
    }

    /**
     * The body as it was before its coding; no more than the limit of it, whatever it unfolds to.
     *
     * @throws DomainException ENCODING_UNSUPPORTED
     */
    static InputStream decoded(@Nullable String coding, InputStream body, int limit) throws IOException {
        String name = coding == null ? "identity" : coding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new LimitedStream(new GZIPInputStream(body, BUFFER), limit);
            default ->
                throw DomainException.unsupported(
                        "ENCODING_UNSUPPORTED", "Send the body as it is, or with Content-Encoding: gzip.");
        };
    }
}
