package io.imprimatur.monitoring.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.imprimatur.kernel.CanonicalJson;

/** A model's output as the log keeps it: a list of numbers in brackets. */
public final class OutputText {

    private OutputText() {}

    public static float[] read(String text) {
        try {
            return CanonicalJson.mapper().readValue(text, float[].class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an output that is no list of numbers: " + text, e);
        }
    }
}
