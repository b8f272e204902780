package io.imprimatur.registry;

import io.imprimatur.kernel.Digest;

/** Nobody needs these bytes any more: they are erased when the transaction has committed. */
public record ArtifactErased(Digest artifact) {}
