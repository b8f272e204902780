package io.imprimatur.identity;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who acts: a person or program, known by its Keycloak {@code sub} and never by a name.
 *
 * @param subject the token's {@code sub}, or {@code system}
 * @param roles what it may be
 */
public record Actor(String subject, Set<Role> roles) {

    /** The house itself: timers, guardrails, start-up. */
    public static final Actor SYSTEM = new Actor("system", EnumSet.noneOf(Role.class));

    public Actor {
        roles = Set.copyOf(roles);
    }

    /** The actor of a token's groups; groups that are no role of this house are passed over. */
    public static Actor of(String subject, Collection<String> groups) {
        return new Actor(
                subject,
                groups.stream().flatMap(group -> Role.ofGroup(group).stream()).collect(Collectors.toUnmodifiableSet()));
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
