package io.imprimatur.fuzz;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import java.nio.charset.StandardCharsets;

/** A fault that was planted, to see whether the fuzzer would find one. */
public final class PlantedTarget {

    private PlantedTarget() {}

    /** Fails for a document that is a number alone. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            if (CanonicalJson.parse(new String(bytes, StandardCharsets.UTF_8)).isInt()) {
                throw new IllegalStateException("the planted fault");
            }
        } catch (DomainException e) {
            RequestTarget.requireSendersFault(e);
        }
    }
}
