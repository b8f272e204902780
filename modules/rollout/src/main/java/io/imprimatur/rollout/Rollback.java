package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import java.time.Instant;

/**
 * A rollback that was done.
 *
 * @param by who did it, by subject
 * @param caseTold whether the workflow knows of it
 */
public record Rollback(ReleaseId release, ModelName model, String reason, String by, Instant at, boolean caseTold) {}
