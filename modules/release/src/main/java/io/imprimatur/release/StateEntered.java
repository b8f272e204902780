package io.imprimatur.release;

import io.imprimatur.kernel.ReleaseId;

/**
 * A release went on to another state; fired in that transaction. Submission and withdrawal have events of their own,
 * {@link ReleaseSubmitted} and {@link ReleaseWithdrawn}.
 */
public record StateEntered(ReleaseId release, ReleaseState from, ReleaseState to) {}
