package io.imprimatur.release;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;

/** The submitter took the release back; fired in that transaction. */
public record ReleaseWithdrawn(ReleaseId id, ModelName model) {}
