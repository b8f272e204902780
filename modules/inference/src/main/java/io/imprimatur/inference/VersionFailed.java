package io.imprimatur.inference;

import io.imprimatur.kernel.VersionId;

/**
 * A version in service stalled, or broke the process that served it, and this node has taken it out. Fired in the
 * transaction that records it, and again until one such transaction commits.
 *
 * @param reason in a sentence
 */
public record VersionFailed(VersionId version, String reason) {}
