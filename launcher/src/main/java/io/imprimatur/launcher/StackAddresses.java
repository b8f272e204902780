package io.imprimatur.launcher;

import java.net.URI;

/**
 * What a client of a running stack needs to know.
 *
 * @param base where the archive answers, without a slash at the end
 * @param issuer the realm's issuer, without a slash at the end
 * @param predictionSecret the secret of the demo's client {@code prediction-client}
 */
public record StackAddresses(URI base, URI issuer, String predictionSecret) {

    /** Never the secret. */
    @Override
    public String toString() {
        return "StackAddresses[" + base + ", " + issuer + "]";
    }
}
