package io.imprimatur.release.rest;

import io.imprimatur.release.PolicyTrial;
import java.util.List;

/** A dry run as it is sent. */
record TrialDocument(String summary, int examined, List<PolicyTrial.Stopped> stopped) {

    static TrialDocument of(PolicyTrial trial) {
        return new TrialDocument(trial.summary(), trial.examined(), trial.stopped());
    }
}
