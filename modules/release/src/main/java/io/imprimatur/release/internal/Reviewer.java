package io.imprimatur.release.internal;

import io.imprimatur.identity.Actor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who decides at a gate.
 *
 * @param onBehalfOf the Keycloak {@code sub} of the person a deputy stands in for; null when she decides for herself
 * @param stated what she answers beside the decision, by the names of the questions
 */
public record Reviewer(Actor actor, @Nullable String onBehalfOf, Map<String, String> stated) {

    public Reviewer {
        stated = Map.copyOf(stated);
    }

    /** Who states nothing beside the decision. */
    public Reviewer(Actor actor, @Nullable String onBehalfOf) {
        this(actor, onBehalfOf, Map.of());
    }

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
