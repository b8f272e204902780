package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A release as it stands.
 *
 * @param submitter the Keycloak {@code sub} of who submitted it
 * @param evidence the documents there are; a kind not yet recorded is absent
 * @param digests the evidence digest that each gate would approve now
 * @param approvals oldest first, void ones included
 * @param terms who must approve it, and who is missing
 */
public record ReleaseView(
        ReleaseId id,
        ModelName model,
        VersionId version,
        int versionNumber,
        Digest artifact,
        ReleaseState state,
        String submitter,
        Plan plan,
        Map<EvidenceKind, JsonNode> evidence,
        Map<Gate, Digest> digests,
        List<Approval> approvals,
        ReviewTerms terms,
        Instant submittedAt) {

    public ReleaseView {
        // In the order of the road, which Map.copyOf would lose.
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        digests = Collections.unmodifiableMap(new TreeMap<>(digests));
        approvals = List.copyOf(approvals);
    }
}
