package io.imprimatur.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of one release: the case that brings a version into service. */
public record ReleaseId(@JsonValue UUID value) {

    @JsonCreator
    public ReleaseId {}

    public static ReleaseId random() {
        return new ReleaseId(UUID.randomUUID());
    }

    /** Reads the id from text; an ill-formed one is told as a RELEASE_ID_INVALID problem. */
    public static ReleaseId of(String text) {
        return new ReleaseId(Ids.parse(text, "RELEASE_ID_INVALID", "release id"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
