package io.imprimatur.release.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.AfterGrace;
import io.imprimatur.release.Approval;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.ReviewTerms;
import io.imprimatur.release.internal.PlanReader;
import io.imprimatur.release.internal.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final Digest ARTIFACT = new Digest("a".repeat(64));

    @Test
    void a_release_is_sent_as_plain_json() {
        JsonNode json = CanonicalJson.document(ReleaseDocument.of(release(ReleaseState.IN_REVIEW), List.of()));

        assertThat(json.path("id").asText()).isEqualTo("00000000-0000-4000-8000-000000000002");
        assertThat(json.path("model").asText()).isEqualTo("credit-risk");
        assertThat(json.path("state").asText()).isEqualTo("IN_REVIEW");
        assertThat(json.path("artifact").asText()).isEqualTo(ARTIFACT.hex());
        assertThat(json.path("submittedAt").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(json.path("digests").path("PRIVACY").asText()).isEqualTo("b".repeat(64));
        assertThat(json.path("plan")).isEqualTo(Plans.whole());
        assertThat(json.path("approvals").path(0).path("valid").asBoolean()).isTrue();
        assertThat(json.path("approvals").path(0).path("by").asText()).isEqualTo("privacy-sub");
    }

    @Test
    void the_tag_changes_with_the_release_and_with_nothing_else() {
        String tag =
                ReleaseDocument.of(release(ReleaseState.IN_REVIEW), List.of()).tag();
        assertThat(ReleaseDocument.of(release(ReleaseState.IN_REVIEW), List.of())
                        .tag())
                .isEqualTo(tag);
        assertThat(ReleaseDocument.of(release(ReleaseState.PILOT), List.of()).tag())
                .isNotEqualTo(tag);
    }

    @Test
    void a_gates_evidence_is_what_its_digest_covers_and_can_be_checked() {
        EvidenceDocument shown = EvidenceDocument.of(release(ReleaseState.IN_REVIEW), Gate.PRIVACY);

        assertThat(shown.evidence()).containsOnlyKeys(EvidenceKind.MODEL_CARD);
        assertThat(shown.digests()).containsOnlyKeys(Gate.PRIVACY);
        JsonNode json = CanonicalJson.document(shown);
        ObjectNode judged = CanonicalJson.object();
        for (String member : List.of("artifact", "plan", "evidence")) {
            judged.set(member, json.get(member));
        }
        ObjectNode expected = CanonicalJson.object().put("artifact", ARTIFACT.hex());
        expected.set("plan", Plans.whole());
        expected.putObject("evidence").set("MODEL_CARD", card());
        assertThat(CanonicalJson.digest(judged)).isEqualTo(CanonicalJson.digest(expected));
    }

    @Test
    void without_a_gate_all_evidence_is_shown() {
        assertThat(EvidenceDocument.of(release(ReleaseState.IN_REVIEW), null).evidence())
                .containsOnlyKeys(EvidenceKind.MODEL_CARD, EvidenceKind.RISK);
    }

    private static JsonNode card() {
        return CanonicalJson.object().put("purpose", "credit");
    }

    private static ReleaseView release(ReleaseState state) {
        return new ReleaseView(
                ReleaseId.of("00000000-0000-4000-8000-000000000002"),
                new ModelName("credit-risk"),
                VersionId.of("00000000-0000-4000-8000-000000000001"),
                2,
                ARTIFACT,
                state,
                "engineer-sub",
                PlanReader.read(Plans.whole()),
                Map.of(EvidenceKind.RISK, CanonicalJson.object(), EvidenceKind.MODEL_CARD, card()),
                Map.of(Gate.PRIVACY, new Digest("b".repeat(64)), Gate.RISK, new Digest("c".repeat(64))),
                List.of(new Approval(
                        new UUID(0, 1),
                        Gate.PRIVACY,
                        "privacy-sub",
                        null,
                        new Digest("b".repeat(64)),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        Instant.parse("2026-08-28T12:00:00Z"),
                        true,
                        null)),
                new ReviewTerms(
                        0,
                        "high",
                        Map.of(Gate.PRIVACY, 1),
                        Map.of(Gate.PRIVACY, 0),
                        Set.of(Gate.PRIVACY),
                        Duration.ofDays(180),
                        Duration.ofDays(30),
                        Duration.ofDays(14),
                        AfterGrace.PREVIOUS),
                Instant.parse("2026-03-01T12:00:00Z"));
    }
}
