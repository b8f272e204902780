package io.imprimatur.release;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the approvals of a version in service must be given anew.
 *
 * @param due from when a gate's approvals may be renewed; null when some gate lacks them already
 * @param graceEnd when the version loses its traffic; null when it has lost it already, because some gate lacks approvals
 * @param reviewers how many people each gate waits for now
 * @param afterGrace where the traffic goes then
 */
public record Attestation(
        @Nullable Instant due, @Nullable Instant graceEnd, Map<Gate, Integer> reviewers, AfterGrace afterGrace) {

    public Attestation {
        reviewers = Collections.unmodifiableMap(new TreeMap<>(reviewers));
    }
}
