package io.imprimatur.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of one answered prediction. */
public record PredictionId(@JsonValue UUID value) {

    @JsonCreator
    public PredictionId {}

    public static PredictionId random() {
        return new PredictionId(UUID.randomUUID());
    }

    /** Reads the id from text; an ill-formed one is told as a PREDICTION_ID_INVALID problem. */
    public static PredictionId of(String text) {
        return new PredictionId(Ids.parse(text, "PREDICTION_ID_INVALID", "prediction id"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
