package io.imprimatur.serving.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What one request may ask of this node, and all of them together; {@code config/README.md} says what each means. */
@Dependent
class ServingLimits {

    private final int body;
    private final int rows;
    private final int tensors;
    private final long inFlight;
    private final int readTimeoutMillis;

    @Inject
    ServingLimits(
            @ConfigProperty(name = "imprimatur.serving.body-limit", defaultValue = "1048576") int body,
            @ConfigProperty(name = "imprimatur.serving.rows-limit", defaultValue = "1024") int rows,
            @ConfigProperty(name = "imprimatur.serving.tensors-limit", defaultValue = "64") int tensors,
            @ConfigProperty(name = "imprimatur.serving.in-flight-limit", defaultValue = "33554432") long inFlight,
            @ConfigProperty(name = "imprimatur.serving.read-timeout.millis", defaultValue = "10000")
                    int readTimeoutMillis) {
        this.body = body;
        this.rows = rows;
        this.tensors = tensors;
        this.inFlight = inFlight;
        this.readTimeoutMillis = readTimeoutMillis;
    }

    /** The bytes of a request, compressed and not. */
    int body() {
        return body;
    }

    int rows() {
        return rows;
    }

    int tensors() {
        return tensors;
    }

    /** The bytes of all requests that are being answered. */
    long inFlight() {
        return inFlight;
    }

    /** How long a request may take to arrive. */
    int readTimeoutMillis() {
        return readTimeoutMillis;
    }
}
