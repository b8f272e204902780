package io.imprimatur.kernel;

import java.util.UUID;

/** Reads ids from text. */
final class Ids {

    private Ids() {}

    static UUID parse(String text, String code, String what) {
        try {
            UUID id = UUID.fromString(text);
            // fromString forgives short groups; an id that is not written as it reads is not that id.
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw DomainException.invalid(code, "A " + what + " is a UUID such as 3f0c…; this is not one.");
    }
}
