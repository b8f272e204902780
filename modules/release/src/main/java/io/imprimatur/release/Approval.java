package io.imprimatur.release;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.imprimatur.kernel.Digest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's consent at a gate to exactly one state of the evidence, for a time.
 *
 * @param by the approver's Keycloak {@code sub}
 * @param onBehalfOf whom the approver stood in for as a deputy; null when nobody
 * @param evidence the digest it was given for
 * @param validUntil from then on it lets no traffic grow; after the grace period it lets nobody serve
 * @param valid whether it still counts: that digest is still the gate's, it was not taken back, and it has not expired
 * @param voided why it no longer counts, though its time is not up; null while it was not voided
 */
public record Approval(
        UUID id,
        Gate gate,
        String by,
        @Nullable String onBehalfOf,
        Digest evidence,
        Instant at,
        Instant validUntil,
        boolean valid,
        @JsonProperty("void") @Nullable Voiding voided) {}
