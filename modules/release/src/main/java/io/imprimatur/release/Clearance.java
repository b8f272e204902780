package io.imprimatur.release;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.util.List;
import java.util.UUID;

/**
 * Proof that a version may serve in a phase.
 *
 * @param evidence the digest of the phase's last gate, which covers the evidence of those before it
 * @param approvals the valid approval of each gate of the phase, in the order of the gates
 * @param answersUnrecorded whether its risk class lets it answer when the prediction cannot be recorded
 * @param answersBuffered whether its risk class lets it answer while the record is in the node's buffer, not committed
 */
public record Clearance(
        ReleaseId release,
        VersionId version,
        Digest evidence,
        List<UUID> approvals,
        boolean answersUnrecorded,
        boolean answersBuffered) {

    public Clearance {
        approvals = List.copyOf(approvals);
    }
}
