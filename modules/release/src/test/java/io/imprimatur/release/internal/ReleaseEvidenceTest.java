package io.imprimatur.release.internal;

import static io.imprimatur.release.internal.Cases.NOW;
import static io.imprimatur.release.internal.Cases.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.release.Approval;
import io.imprimatur.release.Clearance;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseEvidenceTest {

    @Test
    void the_digest_can_be_computed_by_anybody_from_what_is_shown() {
        ReleaseView shown = Cases.awaitingSignOff().view(NOW);
        ObjectNode judged =
                CanonicalJson.object().put("artifact", shown.artifact().hex());
        judged.set("plan", shown.plan().document());
        ObjectNode evidence = judged.putObject("evidence");
        shown.evidence().forEach((kind, document) -> evidence.set(kind.name(), document));

        assertThat(shown.digests()).containsEntry(Gate.SIGN_OFF, CanonicalJson.digest(judged));
        evidence.remove("AB_TEST");
        assertThat(shown.digests()).containsEntry(Gate.RISK, CanonicalJson.digest(judged));
        evidence.remove("RISK");
        assertThat(shown.digests()).containsEntry(Gate.PRIVACY, CanonicalJson.digest(judged));
    }

    @Test
    void the_order_of_members_and_of_recording_does_not_matter() {
        Release one = Cases.submitted();
        one.record(EvidenceKind.INTAKE, CanonicalJson.parse("{\"a\": 1, \"b\": {\"c\": 2.0, \"d\": []}}"), NOW);
        one.record(EvidenceKind.EVALUATION, document("e"), NOW);
        Release other = Cases.submitted(reversed(Plans.whole()));
        other.record(EvidenceKind.EVALUATION, document("e"), NOW);
        other.record(EvidenceKind.INTAKE, CanonicalJson.parse("{\"b\": {\"d\": [], \"c\": 2}, \"a\": 1}"), NOW);

        for (Gate gate : Gate.values()) {
            assertThat(other.digest(gate)).isEqualTo(one.digest(gate));
        }
    }

    @Test
    void any_change_of_the_plan_changes_every_digest() {
        ObjectNode changed = Plans.whole();
        ((ObjectNode) changed.path("pilot")).put("share", 501);
        ((ObjectNode) changed.path("stages").path(0)).put("share", 501);
        for (Gate gate : Gate.values()) {
            assertThat(Cases.submitted(changed).digest(gate))
                    .isNotEqualTo(Cases.submitted().digest(gate));
        }
    }

    @ParameterizedTest
    @EnumSource(EvidenceKind.class)
    void a_document_changes_the_digests_of_the_gates_that_cover_its_kind_and_no_other(EvidenceKind kind) {
        Release release = Cases.awaitingSignOff();
        Map<Gate, Digest> before = new EnumMap<>(release.view(NOW).digests());
        release.record(kind, document("something else"), NOW);
        for (Gate gate : Gate.values()) {
            if (gate.covers(kind)) {
                assertThat(release.digest(gate)).isNotEqualTo(before.get(gate));
            } else {
                assertThat(release.digest(gate)).isEqualTo(before.get(gate));
            }
        }
    }

    @Test
    void an_approval_given_for_older_evidence_is_void() {
        Release release = Cases.inReview();
        Cases.approve(release, Gate.PRIVACY);
        Cases.approve(release, Gate.RISK);
        assertThat(release.isCleared(Phase.PILOT, NOW)).isTrue();

        assertThat(release.record(EvidenceKind.RISK, document("reassessed"), NOW))
                .hasValueSatisfying(voided -> assertThat(voided).containsExactly(Gate.RISK));

        assertThat(release.view(NOW).approvals()).extracting(Approval::valid).containsExactly(true, false);
        assertThat(release.isCleared(Phase.PILOT, NOW)).isFalse();
    }

    @Test
    void a_void_approval_does_not_come_back_with_the_old_evidence() {
        Release release = Cases.inReview();
        Cases.approve(release, Gate.PRIVACY);
        Digest before = release.digest(Gate.PRIVACY);
        release.record(EvidenceKind.PRIVACY, document("other"), NOW);
        release.record(EvidenceKind.PRIVACY, document("PRIVACY"), NOW);

        assertThat(release.digest(Gate.PRIVACY)).isEqualTo(before);
        assertThat(release.view(NOW).approvals())
                .singleElement()
                .satisfies(a -> assertThat(a.valid()).isFalse());
        Cases.approve(release, Gate.PRIVACY);
        assertThat(release.view(NOW).approvals()).hasSize(2);
    }

    @Test
    void the_same_document_again_changes_nothing() {
        Release release = Cases.inReview();
        Cases.approve(release, Gate.PRIVACY);
        JsonNode same = release.view(NOW).evidence().get(EvidenceKind.EVALUATION);
        assertThat(release.record(EvidenceKind.EVALUATION, same, NOW)).isEmpty();
        assertThat(release.view(NOW).approvals())
                .singleElement()
                .satisfies(a -> assertThat(a.valid()).isTrue());
    }

    @Test
    void a_release_that_is_over_takes_no_evidence() {
        Release release = Cases.inPilot();
        release.enter(ReleaseState.ROLLED_BACK, NOW);
        Broken.rule("RELEASE_OVER", () -> release.record(EvidenceKind.AB_TEST, document("late"), NOW));
        assertThat(release.amendModelCard(document("late"), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReleaseState.class,
            names = {"PILOT", "AB_TEST", "ROLLING_OUT"})
    void the_model_card_is_frozen_while_live_traffic_rests_on_it(ReleaseState state) {
        Release release = switch (state) {
            case PILOT -> Cases.inPilot();
            case AB_TEST -> {
                Release tested = Cases.inPilot();
                tested.enter(ReleaseState.AB_TEST, NOW);
                yield tested;
            }
            default -> Cases.rollingOut();
        };
        assertThat(release.state()).isEqualTo(state);
        Broken.rule("MODEL_CARD_FROZEN", () -> release.amendModelCard(document("other"), NOW));
    }

    @Test
    void a_card_amended_while_sign_off_is_awaited_sends_privacy_and_risk_back_to_it() {
        Release release = Cases.awaitingSignOff();
        assertThat(release.amendModelCard(document("reworked"), NOW))
                .hasValueSatisfying(voided -> assertThat(voided).containsExactly(Gate.PRIVACY, Gate.RISK));
        assertThat(release.isCleared(Phase.AB_TEST, NOW)).isFalse();
        release.enter(ReleaseState.IN_REVIEW, NOW);
        Cases.approve(release, Gate.PRIVACY);
        Cases.approve(release, Gate.RISK);
        assertThat(release.isCleared(Phase.AB_TEST, NOW)).isTrue();
    }

    @Test
    void a_champions_amended_card_voids_every_approval_it_serves_by() {
        Release champion = Cases.inService();
        assertThat(champion.amendModelCard(document("new limits"), NOW))
                .hasValueSatisfying(voided -> assertThat(voided).containsExactlyInAnyOrder(Gate.values()));
        assertThat(champion.isCleared(Phase.ROLLOUT, NOW)).isFalse();
    }

    @Test
    void clearance_names_the_approvals_it_rests_on() {
        Release release = Cases.rollingOut();
        Clearance clearance = release.requireCleared(Phase.ROLLOUT, NOW);
        assertThat(clearance.evidence()).isEqualTo(release.digest(Gate.SIGN_OFF));
        assertThat(clearance.approvals())
                .isEqualTo(
                        release.view(NOW).approvals().stream().map(Approval::id).toList());
        assertThat(release.requireCleared(Phase.PILOT, NOW).approvals()).hasSize(2);
    }

    @Test
    void a_missing_clearance_names_each_gate_that_is_missing() {
        Release release = Cases.inReview();
        Cases.approve(release, Gate.PRIVACY);
        release.record(EvidenceKind.PRIVACY, document("other"), NOW);

        assertThat(Broken.rule("RELEASE_NOT_CLEARED", () -> release.requireCleared(Phase.ROLLOUT, NOW)))
                .hasMessageContaining("PRIVACY approved other evidence than there is now")
                .hasMessageContaining("RISK has not approved")
                .hasMessageContaining("SIGN_OFF has not approved");
    }

    @Test
    void a_release_rolled_back_is_cleared_for_nothing() {
        Release release = Cases.inService();
        release.enter(ReleaseState.ROLLED_BACK, NOW);
        for (Phase phase : Phase.values()) {
            assertThat(release.isCleared(phase, NOW)).isFalse();
        }
        assertThat(Broken.rule("RELEASE_NOT_CLEARED", () -> release.requireCleared(Phase.PILOT, NOW)))
                .hasMessageContaining("it is ROLLED_BACK");
    }

    private static ObjectNode reversed(ObjectNode document) {
        ObjectNode reversed = CanonicalJson.object();
        List<String> names = new ArrayList<>();
        document.fieldNames().forEachRemaining(names::add);
        Collections.reverse(names);
        names.forEach(name -> reversed.set(name, document.get(name)));
        return reversed;
    }
}
