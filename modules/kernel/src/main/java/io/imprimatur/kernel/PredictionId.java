package io.imprimatur.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The id of one answered prediction. It tells when that was, so that the log finds its day (RFC 9562, version 7). */
public record PredictionId(@JsonValue UUID value) {

    private static final int TIME_ORDERED = 7;

    @JsonCreator
    public PredictionId {}

    /** A new id of a prediction that is asked for then; the millisecond stands in it, the rest is random. */
    public static PredictionId at(Instant then) {
        UUID random = UUID.randomUUID();
        long head = then.toEpochMilli() << Short.SIZE
                | TIME_ORDERED << Short.SIZE - 4
                | random.getMostSignificantBits() & 0xfff;
        return new PredictionId(new UUID(head, random.getLeastSignificantBits()));
    }

    /** Reads the id from text; an ill-formed one is told as a PREDICTION_ID_INVALID problem. */
    public static PredictionId of(String text) {
        return new PredictionId(Ids.parse(text, "PREDICTION_ID_INVALID", "prediction id"));
    }

    /** The millisecond that it was asked for in; nothing of ids that are older than this form. */
    public Optional<Instant> askedAt() {
        return value.version() == TIME_ORDERED
                ? Optional.of(Instant.ofEpochMilli(value.getMostSignificantBits() >>> Short.SIZE))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
