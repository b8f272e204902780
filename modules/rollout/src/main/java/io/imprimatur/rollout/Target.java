package io.imprimatur.rollout;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.util.List;
import java.util.UUID;

/**
 * A version that may serve, and why.
 *
 * @param versionNumber within its model
 * @param artifact the SHA-256 of its bytes
 * @param release the case that brought it here
 * @param evidence the digest its last approval was given for
 * @param approvals the approvals that were valid when it was published
 * @param answersUnrecorded whether it may answer when the prediction cannot be recorded; a split published before this
 *     was said reads as no
 * @param answersBuffered whether it may answer while the record waits in the node's buffer; likewise
 */
public record Target(
        VersionId version,
        int versionNumber,
        Digest artifact,
        ReleaseId release,
        Digest evidence,
        List<UUID> approvals,
        boolean answersUnrecorded,
        boolean answersBuffered) {

    public Target {
        approvals = List.copyOf(approvals);
    }
}
