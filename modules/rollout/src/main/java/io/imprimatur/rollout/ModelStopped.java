package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;

/** A model answers nobody from now on; fired in that transaction. */
public record ModelStopped(ModelName model, String reason) {}
