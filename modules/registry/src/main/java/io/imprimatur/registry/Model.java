package io.imprimatur.registry;

import io.imprimatur.kernel.ModelName;

/** A named purpose that versions serve. */
public record Model(ModelName name, String purpose) {}
