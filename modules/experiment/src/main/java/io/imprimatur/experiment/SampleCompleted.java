package io.imprimatur.experiment;

import io.imprimatur.kernel.ReleaseId;

/** Both arms of a release's test have their planned sample; fired once for each sample. */
public record SampleCompleted(ReleaseId release) {}
