package io.imprimatur.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of one immutable version of a model. */
public record VersionId(@JsonValue UUID value) {

    @JsonCreator
    public VersionId {}

    public static VersionId random() {
        return new VersionId(UUID.randomUUID());
    }

    /** Reads the id from text; an ill-formed one is told as a VERSION_ID_INVALID problem. */
    public static VersionId of(String text) {
        return new VersionId(Ids.parse(text, "VERSION_ID_INVALID", "version id"));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
