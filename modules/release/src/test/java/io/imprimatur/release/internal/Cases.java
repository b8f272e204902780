package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Actor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Decision;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Releases at a given point of the road. */
final class Cases {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Cases() {}

    static Release submitted() {
        return submitted(Plans.whole());
    }

    static Release submitted(JsonNode plan) {
        Candidate candidate = new Candidate(
                new ModelName("credit-risk"),
                VersionId.of("00000000-0000-4000-8000-000000000001"),
                2,
                Digest.of("weights".getBytes(StandardCharsets.UTF_8)),
                document("card"));
        return Release.submit(
                ReleaseId.of("00000000-0000-4000-8000-000000000002"),
                candidate,
                People.ENGINEER,
                PlanReader.read(plan),
                PolicyReader.house(),
                NOW);
    }

    static Release inReview() {
        Release release = submitted();
        release.enter(ReleaseState.EVALUATING, NOW);
        for (EvidenceKind kind : Gate.RISK.demanded()) {
            release.record(kind, document(kind.name()), NOW);
        }
        release.enter(ReleaseState.IN_REVIEW, NOW);
        return release;
    }

    static Release inPilot() {
        Release release = inReview();
        approve(release, Gate.PRIVACY);
        approve(release, Gate.RISK);
        release.enter(ReleaseState.PILOT, NOW);
        return release;
    }

    static Release awaitingSignOff() {
        Release release = inPilot();
        release.enter(ReleaseState.AB_TEST, NOW);
        release.record(EvidenceKind.AB_TEST, document("analysis"), NOW);
        release.enter(ReleaseState.AWAITING_SIGN_OFF, NOW);
        return release;
    }

    static Release rollingOut() {
        Release release = awaitingSignOff();
        approve(release, Gate.SIGN_OFF);
        release.enter(ReleaseState.ROLLING_OUT, NOW);
        return release;
    }

    static Release inService() {
        Release release = rollingOut();
        release.enter(ReleaseState.IN_SERVICE, NOW);
        return release;
    }

    static void approve(Release release, Gate gate) {
        release.decide(gate, Decision.APPROVE, Reviewer.of(approver(gate)), release.digest(gate), "", NOW);
    }

    static Actor approver(Gate gate) {
        return switch (gate) {
            case PRIVACY -> People.PRIVACY_OFFICER;
            case RISK -> People.RISK_MANAGER;
            case SIGN_OFF -> People.RELEASE_MANAGER;
        };
    }

    static JsonNode document(String says) {
        return CanonicalJson.object().put("says", says);
    }
}
