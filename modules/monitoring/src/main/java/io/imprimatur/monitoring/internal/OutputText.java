package io.imprimatur.monitoring.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import java.util.Optional;

/** A model's output as the log keeps it: a JSON list of numbers, truth values or texts. */
public final class OutputText {

    private OutputText() {}

    /** The output as scores, a truth value as 1 or 0; nothing if an element is neither a number nor that. */
    public static Optional<float[]> scores(String text) {
        JsonNode list = CanonicalJson.parse(text);
        float[] scores = new float[list.size()];
        for (int i = 0; i < scores.length; i++) {
            JsonNode element = list.get(i);
            if (!element.isNumber() && !element.isBoolean()) {
                return Optional.empty();
            }
            scores[i] = element.isBoolean() ? (element.booleanValue() ? 1 : 0) : element.floatValue();
        }
        return Optional.of(scores);
    }
}
