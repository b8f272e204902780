package io.imprimatur.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model answers nobody. One person stops it; two lift it.
 *
 * @param reason told to every client
 * @param by the Keycloak {@code sub} of who stopped it
 * @param liftAskedBy the first of the two who lift it; null while nobody has asked
 */
public record Stop(
        String reason, String by, Instant since, @Nullable String liftAskedBy) {

    Stop liftAsked(String asker) {
        return new Stop(reason, by, since, asker);
    }
}
