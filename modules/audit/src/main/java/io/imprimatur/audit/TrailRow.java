package io.imprimatur.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a trail.
 *
 * @param actor the Keycloak {@code sub}, or {@code system}
 * @param role the role acted in; null where the house itself acted
 * @param cause the request or step that caused it
 * @param kind of a ledger entry, or the table of a changed entity: {@code release.approval}
 * @param change ADD, MOD or DEL of an entity; null for a ledger entry
 * @param digest the digest it is about, if it is about one
 * @param details the facts, or the entity's values after the change, as JSON text
 */
record TrailRow(
        Instant at,
        String actor,
        @Nullable String role,
        String cause,
        String kind,
        @Nullable String change,
        @Nullable String digest,
        String details) {}
