package io.imprimatur.release;

import io.imprimatur.kernel.Digest;
import java.time.Instant;
import java.util.UUID;

/**
 * A gate's consent to exactly one state of the evidence.
 *
 * @param by the approver's Keycloak {@code sub}
 * @param evidence the digest it was given for
 * @param valid whether it still counts: that digest is still the gate's, and the approval was not taken back
 */
public record Approval(UUID id, Gate gate, String by, Digest evidence, Instant at, boolean valid) {}
