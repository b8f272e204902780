package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.AfterGrace;
import io.imprimatur.release.EvaluationPlan;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Plan;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.ReviewTerms;
import io.imprimatur.release.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Releases as tests need them. */
final class Fixtures {

    private static final Digest DIGEST = new Digest("a".repeat(64));

    private Fixtures() {}

    static Plan plan() {
        return new Plan(
                new EvaluationPlan(DIGEST, "Class", "Bad", List.of(), List.of(), List.of(), List.of()),
                new Stage(500, Duration.ofSeconds(5), 20),
                null,
                List.of(new Stage(500, Duration.ofSeconds(2), 0), new Stage(10_000, Duration.ofSeconds(2), 0)),
                List.of(),
                CanonicalJson.object());
    }

    static ReleaseView release(ReleaseId id, ReleaseState state) {
        return release(id, state, Map.of());
    }

    static ReleaseView release(ReleaseId id, ReleaseState state, Map<EvidenceKind, JsonNode> evidence) {
        return new ReleaseView(
                id,
                new ModelName("credit-risk"),
                VersionId.random(),
                1,
                DIGEST,
                state,
                "submitter",
                plan(),
                evidence,
                Map.of(),
                List.of(),
                new ReviewTerms(
                        0,
                        "high",
                        Map.of(),
                        Map.of(),
                        Set.of(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        AfterGrace.PREVIOUS),
                Instant.EPOCH);
    }
}
