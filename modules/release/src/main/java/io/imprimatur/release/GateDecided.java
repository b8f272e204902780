package io.imprimatur.release;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;

/**
 * A reviewer decided at a gate; fired in that transaction.
 *
 * @param evidence the digest the reviewer saw
 */
public record GateDecided(ReleaseId release, Gate gate, Decision decision, Digest evidence) {}
