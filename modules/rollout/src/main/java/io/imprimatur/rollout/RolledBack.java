package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;

/** A release lost its traffic by a rollback; fired in the transaction of the rollback. */
public record RolledBack(ModelName model, ReleaseId release, String reason) {}
