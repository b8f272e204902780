package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.AfterGrace;
import io.imprimatur.release.Decision;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.release.ReviewTerms;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One release in review that remembers its evidence and how often it was decided on. */
public final class KeptReleases extends Releases {

    public final Map<EvidenceKind, JsonNode> evidence = new EnumMap<>(EvidenceKind.class);
    public int records;
    public int decisions;

    @Override
    public ReleaseView get(ReleaseId release) {
        ReleaseView view = Fixtures.release(release, ReleaseState.IN_REVIEW);
        ReviewTerms oneManager = new ReviewTerms(
                0,
                "high",
                Map.of(),
                Map.of(Gate.RISK, 1),
                Set.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                AfterGrace.PREVIOUS);
        return new ReleaseView(
                view.id(),
                view.model(),
                view.version(),
                view.versionNumber(),
                view.artifact(),
                view.state(),
                view.submitter(),
                view.plan(),
                evidence,
                Map.of(Gate.RISK, digest()),
                view.approvals(),
                oneManager,
                view.submittedAt());
    }

    @Override
    public void record(ReleaseId id, EvidenceKind kind, JsonNode document) {
        records++;
        evidence.put(kind, document);
    }

    @Override
    public void revise(ReleaseId id, Gate gate, EvidenceKind kind, Digest seen, JsonNode document) {
        record(id, kind, document);
    }

    @Override
    public void decide(
            ReleaseId id,
            Gate gate,
            Decision decision,
            @Nullable String onBehalfOf,
            Digest seen,
            String reason,
            Map<String, String> stated) {
        decisions++;
    }

    public Digest digest() {
        return CanonicalJson.digest(CanonicalJson.document(evidence));
    }
}
