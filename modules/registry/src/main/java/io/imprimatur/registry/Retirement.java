package io.imprimatur.registry;

import io.imprimatur.kernel.VersionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that is never released again.
 *
 * @param by the Keycloak {@code sub} of who retired it
 * @param erasableFrom when its bytes may be erased
 * @param erasureAskedBy the first of the two who erase its bytes; null while nobody has asked
 * @param erasedAt when they were erased; null while they are kept
 */
public record Retirement(
        VersionId version,
        String reason,
        String by,
        Instant at,
        Instant erasableFrom,
        @Nullable String erasureAskedBy,
        @Nullable Instant erasedAt) {}
