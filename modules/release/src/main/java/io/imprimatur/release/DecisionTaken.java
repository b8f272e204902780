package io.imprimatur.release;

import io.imprimatur.kernel.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of the record of decisions.
 *
 * @param by the reviewer's Keycloak {@code sub}
 * @param onBehalfOf whom the reviewer stood in for as a deputy; null when nobody
 * @param evidence the digest the reviewer saw
 * @param reason empty for an approval without remarks
 * @param stated what the reviewer answered beside it, by the names of the questions: later reviewers build on it
 */
public record DecisionTaken(
        Gate gate,
        Decision decision,
        String by,
        @Nullable String onBehalfOf,
        Digest evidence,
        String reason,
        Map<String, String> stated,
        Instant at) {

    public DecisionTaken {
        stated = Collections.unmodifiableMap(new TreeMap<>(stated));
    }
}
