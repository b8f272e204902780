package io.imprimatur.registry;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;

/** A version is retired; fired in that transaction. Whoever still needs the version refuses by throwing. */
public record VersionRetired(ModelName model, VersionId version) {}
