package io.imprimatur.release.internal;

import static io.imprimatur.release.internal.Cases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.Approval;
import io.imprimatur.release.Change;
import io.imprimatur.release.Decision;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The house's rules for high risk: one person at each gate, for 180 days, with a renewal from day 150 and 14 days of grace. */
class ConsentsTest {

    private static final Instant RENEWAL = NOW.plus(Duration.ofDays(150));
    private static final Instant EXPIRY = NOW.plus(Duration.ofDays(180));
    private static final Instant GRACE_END = NOW.plus(Duration.ofDays(194));
    private static final Duration BACKSTOP = Duration.ofMinutes(1);

    private final Release champion = Cases.inService();

    @Test
    void an_approval_expires_and_then_lets_no_traffic_grow() {
        assertThat(champion.isCleared(Phase.ROLLOUT, EXPIRY.minusSeconds(1))).isTrue();
        assertThat(champion.isCleared(Phase.ROLLOUT, EXPIRY)).isFalse();
        assertThat(Broken.rule("RELEASE_NOT_CLEARED", () -> champion.requireCleared(Phase.ROLLOUT, EXPIRY)))
                .hasMessageContaining("PRIVACY approved too long ago and must renew it");
    }

    @Test
    void an_expired_approval_still_lets_the_version_serve_until_the_grace_period_ends() {
        assertThat(champion.mayServe(Phase.ROLLOUT, EXPIRY)).isTrue();
        assertThat(champion.mayServe(Phase.ROLLOUT, GRACE_END)).isTrue();
        assertThat(champion.mayServe(Phase.ROLLOUT, GRACE_END.plus(BACKSTOP))).isFalse();
    }

    @Test
    void a_void_approval_has_no_grace() {
        champion.amendModelCard(Cases.document("other"), NOW);
        assertThat(champion.mayServe(Phase.ROLLOUT, NOW)).isFalse();
    }

    @Test
    void everybody_sees_until_when_an_approval_counts() {
        Approval approval = champion.view(NOW).approvals().get(0);
        assertThat(approval.validUntil()).isEqualTo(EXPIRY);
        assertThat(approval.valid()).isTrue();
        assertThat(champion.view(EXPIRY).approvals()).noneMatch(Approval::valid);
        assertThat(champion.view(EXPIRY).terms().missing())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Gate.PRIVACY, 1, Gate.RISK, 1, Gate.SIGN_OFF, 1));
    }

    @Test
    void a_renewal_is_asked_for_when_its_time_comes_and_voids_the_approval_before() {
        assertThat(champion.attestation(RENEWAL.minusSeconds(1)).reviewers()).containsEntry(Gate.PRIVACY, 0);
        assertThat(champion.attestation(RENEWAL).reviewers()).containsEntry(Gate.PRIVACY, 1);
        assertThat(champion.attestation(RENEWAL).due()).isEqualTo(RENEWAL);
        assertThat(champion.attestation(RENEWAL).graceEnd()).isEqualTo(GRACE_END);

        decide(Gate.PRIVACY, People.PRIVACY_OFFICER, RENEWAL);
        assertThat(champion.view(RENEWAL).approvals())
                .filteredOn(approval -> approval.gate() == Gate.PRIVACY)
                .satisfiesExactly(
                        old -> {
                            assertThat(old.valid()).isFalse();
                            assertThat(old.voided()).isNotNull();
                            assertThat(old.voided().because()).isEqualTo("its approver renewed it");
                        },
                        renewed -> assertThat(renewed.validUntil()).isEqualTo(RENEWAL.plus(Duration.ofDays(180))));
    }

    @Test
    void a_renewal_after_the_expiry_counts_from_then_on() {
        for (Gate gate : Gate.values()) {
            decide(gate, Cases.approver(gate), GRACE_END);
        }
        assertThat(champion.isCleared(Phase.ROLLOUT, GRACE_END)).isTrue();
        assertThat(champion.mayServe(Phase.ROLLOUT, GRACE_END.plus(Duration.ofDays(193))))
                .isTrue();
    }

    @Test
    void before_the_risk_is_assessed_the_strictest_class_counts_and_then_the_assessed_one() {
        Release release = Cases.inReview();
        assertThat(release.view(NOW).terms().riskClass()).isEqualTo("high");
        release.record(EvidenceKind.RISK, assessed("limited", 1), NOW);
        assertThat(release.view(NOW).terms().riskClass()).isEqualTo("limited");
        assertThat(release.view(NOW).terms().validity()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void a_gate_that_needs_two_people_is_passed_by_two_and_not_by_one_twice() {
        Release release = Cases.inReview();
        release.record(EvidenceKind.RISK, assessed("high", 2), NOW);
        Cases.approve(release, Gate.PRIVACY);
        Cases.approve(release, Gate.RISK);
        assertThat(Broken.rule("RELEASE_NOT_CLEARED", () -> release.requireCleared(Phase.PILOT, NOW)))
                .hasMessageContaining("RISK needs 1 more of 2 approvers");
        Broken.rule("APPROVED_ALREADY", () -> Cases.approve(release, Gate.RISK));

        Actor second = new Actor("second-risk-sub", Set.of(Role.RISK_MANAGER));
        release.decide(Gate.RISK, Decision.APPROVE, Reviewer.of(second), release.digest(Gate.RISK), "", NOW);
        assertThat(release.requireCleared(Phase.PILOT, NOW).approvals()).hasSize(3);
        release.enter(ReleaseState.PILOT, NOW);
    }

    @Test
    void a_deputy_approves_in_her_own_name_and_both_have_had_their_duty() {
        Release release = Cases.inReview();
        Reviewer deputy = new Reviewer(new Actor("deputy-sub", Set.of(Role.values())), "privacy-sub");
        release.decide(Gate.PRIVACY, Decision.APPROVE, deputy, release.digest(Gate.PRIVACY), "", NOW);

        assertThat(release.view(NOW).approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.by()).isEqualTo("deputy-sub");
            assertThat(approval.onBehalfOf()).isEqualTo("privacy-sub");
        });
        Broken.rule("SEPARATION_OF_DUTIES", () -> release.requireNoOtherDuty(Gate.RISK, "deputy-sub"));
        Broken.rule("SEPARATION_OF_DUTIES", () -> release.requireNoOtherDuty(Gate.RISK, "privacy-sub"));
    }

    @Test
    void a_deputy_of_the_submitter_does_not_decide() {
        Release release = Cases.inReview();
        Reviewer deputy = new Reviewer(People.PRIVACY_OFFICER, People.ENGINEER.subject());
        Broken.rule(
                "SEPARATION_OF_DUTIES",
                () -> release.decide(Gate.PRIVACY, Decision.APPROVE, deputy, release.digest(Gate.PRIVACY), "", NOW));
    }

    @Test
    void a_void_approval_says_since_when_and_what_is_different_from_what_was_approved() {
        Release release = Cases.inReview();
        ObjectNode card = CanonicalJson.object().put("says", "card").put("purpose", "credit");
        release.amendModelCard(card, NOW);
        Cases.approve(release, Gate.PRIVACY);
        Instant later = NOW.plusSeconds(60);
        release.amendModelCard(card.deepCopy().put("purpose", "insurance").put("retention", "P1Y"), later);
        release.amendModelCard(card.deepCopy().put("retention", "P2Y"), later.plusSeconds(60));

        assertThat(release.view(later).approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.voided()).isNotNull();
            assertThat(approval.voided().since()).isEqualTo(later);
            assertThat(approval.voided().because()).isEqualTo("the evidence changed after it was given");
            assertThat(approval.voided().changes()).containsExactly(new Change("MODEL_CARD/retention", null, "P2Y"));
        });
    }

    private void decide(Gate gate, Actor by, Instant at) {
        champion.decide(gate, Decision.APPROVE, Reviewer.of(by), champion.digest(gate), "", at);
    }

    private static ObjectNode assessed(String riskClass, int riskApprovers) {
        ObjectNode document = CanonicalJson.object().put("riskClass", riskClass);
        document.putObject("approvals").put("RISK", riskApprovers);
        return document;
    }
}
