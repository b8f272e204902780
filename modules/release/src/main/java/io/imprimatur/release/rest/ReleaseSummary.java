package io.imprimatur.release.rest;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import java.time.Instant;

/** A release in a list. */
record ReleaseSummary(
        ReleaseId id,
        ModelName model,
        VersionId version,
        int versionNumber,
        ReleaseState state,
        String submitter,
        Instant submittedAt) {

    static ReleaseSummary of(ReleaseView release) {
        return new ReleaseSummary(
                release.id(),
                release.model(),
                release.version(),
                release.versionNumber(),
                release.state(),
                release.submitter(),
                release.submittedAt());
    }
}
