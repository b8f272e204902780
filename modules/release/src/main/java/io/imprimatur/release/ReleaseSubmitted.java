package io.imprimatur.release;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;

/** A release was submitted; fired in its transaction. */
public record ReleaseSubmitted(ReleaseId id, ModelName model, VersionId version) {}
