package io.imprimatur.release;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reviewer stands in for another at a gate, for a time.
 *
 * @param principal the Keycloak {@code sub} of who is stood in for
 * @param deputy the Keycloak {@code sub} of who stands in; acts in her own name and role
 * @param until the first moment at which it no longer holds
 * @param ended when it was ended before its time; null while it was not
 */
public record Deputyship(
        UUID id,
        Gate gate,
        String principal,
        String deputy,
        Instant from,
        Instant until,
        @Nullable Instant ended) {}
