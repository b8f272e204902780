package io.imprimatur.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a model: what clients call it by.
 *
 * @param value lower-case letters, digits and hyphens, 2 to 63 characters, beginning with a letter
 */
public record ModelName(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");

    @JsonCreator
    public ModelName {
        if (!FORM.matcher(value).matches()) {
            throw DomainException.invalid(
                    "MODEL_NAME_INVALID",
                    "A model's name has 2 to 63 lower-case letters, digits and hyphens and begins with a letter.");
        }
    }

    public static ModelName of(String value) {
        return new ModelName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
