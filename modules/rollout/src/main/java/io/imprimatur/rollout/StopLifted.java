package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;

/** Two people let a stopped model answer again; fired in the transaction of the second one. */
public record StopLifted(ModelName model) {}
