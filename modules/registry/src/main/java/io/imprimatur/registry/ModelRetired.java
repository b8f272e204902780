package io.imprimatur.registry;

import io.imprimatur.kernel.ModelName;

/** A model is retired with all its versions; fired in that transaction. Whoever still needs it refuses by throwing. */
public record ModelRetired(ModelName model) {}
