package io.imprimatur.release.internal;

import io.imprimatur.identity.Actor;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who decides at a gate.
 *
 * @param onBehalfOf the Keycloak {@code sub} of the person a deputy stands in for; null when she decides for herself
 */
public record Reviewer(Actor actor, @Nullable String onBehalfOf) {

    public static Reviewer of(Actor actor) {
        return new Reviewer(actor, null);
    }

    String subject() {
        return actor.subject();
    }

    /** Everybody whose duty this decision takes: separation of duties counts the deputy and the one stood in for. */
    List<String> counted() {
        return onBehalfOf == null
                ? List.of(subject())
                : Stream.of(subject(), onBehalfOf).distinct().toList();
    }
}
