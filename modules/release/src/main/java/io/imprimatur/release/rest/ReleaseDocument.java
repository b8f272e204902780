package io.imprimatur.release.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Approval;
import io.imprimatur.release.DecisionTaken;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.ReviewTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A release as it is sent. */
record ReleaseDocument(
        ReleaseId id,
        ModelName model,
        VersionId version,
        int versionNumber,
        Digest artifact,
        ReleaseState state,
        String submitter,
        Instant submittedAt,
        JsonNode plan,
        Map<EvidenceKind, JsonNode> evidence,
        Map<Gate, Digest> digests,
        List<Approval> approvals,
        ReviewTerms terms,
        List<DecisionTaken> decisions) {

    static ReleaseDocument of(ReleaseView release, List<DecisionTaken> decisions) {
        return new ReleaseDocument(
                release.id(),
                release.model(),
                release.version(),
                release.versionNumber(),
                release.artifact(),
                release.state(),
                release.submitter(),
                release.submittedAt(),
                release.plan().document(),
                release.evidence(),
                release.digests(),
                release.approvals(),
                release.terms(),
                decisions);
    }

    /** Changes whenever anything in the document does. */
    String tag() {
        return CanonicalJson.digest(CanonicalJson.document(this)).hex();
    }
}
