package io.imprimatur.launcher.journey;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the journey found at its end.
 *
 * @param model the model's name
 * @param releases one for each version, in order
 * @param returnedDigest the digest for which the privacy officer returned version 2
 * @param approvedDigest the digest for which the privacy officer approved it later
 * @param riskClass what the decision table proposed for version 2
 * @param fallbacks requests that the champion answered because version 3 failed
 * @param timeToRollback from version 3's first failure until a split without it was published
 * @param trailLines lines of version 2's exported trail
 */
public record JourneyResult(
        String model,
        List<Outcome> releases,
        String returnedDigest,
        String approvedDigest,
        String riskClass,
        int fallbacks,
        Duration timeToRollback,
        int trailLines) {

    /**
     * The end of one release.
     *
     * @param submitter the submitter's subject
     * @param approvers the subjects whose approval is valid, by gate
     * @param share of the model's traffic at the end, in units of 0.01 %
     */
    public record Outcome(
            int version, String release, String state, String submitter, Map<String, String> approvers, int share) {}
}
