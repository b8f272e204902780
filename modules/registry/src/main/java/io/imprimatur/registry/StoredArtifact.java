package io.imprimatur.registry;

import io.imprimatur.kernel.Digest;

/**
 * Bytes that the store holds.
 *
 * @param size in bytes
 * @param alreadyHeld whether the store had these very bytes before
 */
public record StoredArtifact(Digest digest, long size, boolean alreadyHeld) {}
