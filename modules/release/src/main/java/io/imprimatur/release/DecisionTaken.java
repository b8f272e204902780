package io.imprimatur.release;

import io.imprimatur.kernel.Digest;
import java.time.Instant;

/**
 * One line of the record of decisions.
 *
 * @param by the reviewer's Keycloak {@code sub}
 * @param evidence the digest the reviewer saw
 * @param reason empty for an approval without remarks
 */
public record DecisionTaken(Gate gate, Decision decision, String by, Digest evidence, String reason, Instant at) {}
