package io.imprimatur.registry;

import io.imprimatur.kernel.VersionId;

/** A version's card was amended; fired in the transaction of the amendment. */
public record ModelCardRevised(VersionId version, ModelCard card) {}
