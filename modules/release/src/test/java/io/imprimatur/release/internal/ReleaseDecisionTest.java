package io.imprimatur.release.internal;

import static io.imprimatur.release.internal.Cases.NOW;
import static io.imprimatur.release.internal.Cases.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Approval;
import io.imprimatur.release.Decision;
import io.imprimatur.release.DecisionTaken;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseDecisionTest {

    private final Release release = Cases.inReview();

    @Test
    void an_approval_names_the_digest_that_it_was_given_for() {
        Digest seen = release.digest(Gate.PRIVACY);
        decide(Decision.APPROVE, People.PRIVACY_OFFICER, seen, "");

        assertThat(release.view(NOW).approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.gate()).isEqualTo(Gate.PRIVACY);
            assertThat(approval.by()).isEqualTo("privacy-sub");
            assertThat(approval.evidence()).isEqualTo(seen);
            assertThat(approval.at()).isEqualTo(NOW);
            assertThat(approval.valid()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(Gate.class)
    void at_a_gate_decides_only_its_role(Gate gate) {
        Release ready = gate == Gate.SIGN_OFF ? Cases.awaitingSignOff() : Cases.inReview();
        for (Actor other : new Actor[] {People.OPERATOR, People.ENGINEER, Actor.SYSTEM}) {
            Broken.rule(
                    "ROLE_MISSING",
                    () -> ready.decide(gate, Decision.APPROVE, Reviewer.of(other), ready.digest(gate), "", NOW));
        }
        Cases.approve(ready, gate);
        assertThat(ready.view(NOW).approvals()).anyMatch(approval -> approval.gate() == gate && approval.valid());
    }

    @Test
    void a_reviewer_rewrites_what_she_read_before_she_decides_and_so_takes_the_gates_duty() {
        Cases.approve(release, Gate.RISK);
        Digest seen = release.digest(Gate.RISK);

        assertThat(revise(People.RISK_MANAGER, seen)).contains(Set.of(Gate.RISK));

        assertThat(release.digest(Gate.RISK)).isNotEqualTo(seen);
        assertThat(release.view(NOW).approvals()).noneMatch(Approval::valid);
        Actor both = new Actor("another-sub", Set.of(Role.RISK_MANAGER, Role.PRIVACY_OFFICER));
        assertThat(revise(both, release.digest(Gate.RISK))).isEmpty();
        Broken.rule(
                "SEPARATION_OF_DUTIES", () -> decide(Decision.APPROVE, both, release.digest(Gate.PRIVACY), "again"));
    }

    @Test
    void nobody_else_rewrites_it_and_nobody_what_she_has_not_read() {
        Digest seen = release.digest(Gate.RISK);
        Broken.rule("ROLE_MISSING", () -> revise(People.PRIVACY_OFFICER, seen));
        Actor submitter = new Actor(People.ENGINEER.subject(), Set.of(Role.RISK_MANAGER));
        Broken.rule("SEPARATION_OF_DUTIES", () -> revise(submitter, seen));
        release.record(EvidenceKind.EVALUATION, document("evaluated again"), NOW);
        Broken.rule("EVIDENCE_MOVED", () -> revise(People.RISK_MANAGER, seen));
        for (Release live : new Release[] {Cases.inPilot(), Cases.inService()}) {
            Broken.rule(
                    "RELEASE_NOT_IN_REVIEW",
                    () -> live.revise(
                            Gate.RISK,
                            EvidenceKind.RISK,
                            People.RISK_MANAGER,
                            live.digest(Gate.RISK),
                            document("other"),
                            NOW));
        }
    }

    private Optional<Set<Gate>> revise(Actor by, Digest seen) {
        return release.revise(Gate.RISK, EvidenceKind.RISK, by, seen, document("amended"), NOW);
    }

    @Test
    void a_decision_on_evidence_that_has_moved_is_stale() {
        Digest seen = release.digest(Gate.PRIVACY);
        release.record(EvidenceKind.PRIVACY, document("more"), NOW);

        DomainException stale =
                Broken.rule("EVIDENCE_MOVED", () -> decide(Decision.APPROVE, People.PRIVACY_OFFICER, seen, ""));
        assertThat(stale.kind()).isEqualTo(DomainException.Kind.STALE);
        assertThat(stale).hasMessageContaining(seen.abbreviated());
        assertThat(release.view(NOW).approvals()).isEmpty();
        assertThat(release.decisions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"RETURN", "REJECT"})
    void whoever_returns_or_rejects_says_why(Decision decision) {
        Digest seen = release.digest(Gate.PRIVACY);
        Broken.rule("REASON_MISSING", () -> decide(decision, People.PRIVACY_OFFICER, seen, "  "));

        decide(decision, People.PRIVACY_OFFICER, seen, " no retention period ");
        assertThat(release.decisions())
                .containsExactly(new DecisionTaken(
                        Gate.PRIVACY, decision, "privacy-sub", null, seen, "no retention period", Map.of(), NOW));
        assertThat(release.view(NOW).approvals()).isEmpty();
    }

    @Test
    void what_a_reviewer_states_beside_the_decision_is_kept_with_it() {
        Map<String, String> stated = Map.of("residualRisk", "medium");

        release.decide(
                Gate.PRIVACY,
                Decision.APPROVE,
                new Reviewer(People.PRIVACY_OFFICER, null, stated),
                release.digest(Gate.PRIVACY),
                "",
                NOW);

        assertThat(release.decisions())
                .singleElement()
                .satisfies(decision -> assertThat(decision.stated()).isEqualTo(stated));
    }

    @Test
    void a_reason_is_no_novel() {
        Broken.rule(
                "REASON_TOO_LONG",
                () -> decide(Decision.RETURN, People.PRIVACY_OFFICER, release.digest(Gate.PRIVACY), "x".repeat(4001)));
    }

    @Test
    void the_submitter_decides_at_no_gate_whatever_the_role() {
        Actor submitterWithEveryRole = new Actor(People.ENGINEER.subject(), Set.of(Role.values()));
        DomainException refused = Broken.rule(
                "SEPARATION_OF_DUTIES",
                () -> decide(Decision.APPROVE, submitterWithEveryRole, release.digest(Gate.PRIVACY), ""));
        assertThat(refused.kind()).isEqualTo(DomainException.Kind.FORBIDDEN);
        Broken.rule(
                "SEPARATION_OF_DUTIES",
                () -> decide(Decision.REJECT, submitterWithEveryRole, release.digest(Gate.PRIVACY), "no"));
    }

    @Test
    void who_decided_at_one_gate_decides_at_no_other() {
        decide(Decision.APPROVE, People.OF_ALL_ROLES, release.digest(Gate.PRIVACY), "");
        Broken.rule(
                "SEPARATION_OF_DUTIES",
                () -> release.decide(
                        Gate.RISK,
                        Decision.APPROVE,
                        Reviewer.of(People.OF_ALL_ROLES),
                        release.digest(Gate.RISK),
                        "",
                        NOW));
    }

    @Test
    void a_return_takes_the_duty_as_an_approval_does() {
        decide(Decision.RETURN, People.OF_ALL_ROLES, release.digest(Gate.PRIVACY), "no retention period");
        Broken.rule("SEPARATION_OF_DUTIES", () -> release.requireNoOtherDuty(Gate.RISK, "all-sub"));
        release.requireNoOtherDuty(Gate.PRIVACY, "all-sub");
    }

    @Test
    void a_refused_decision_takes_no_duty() {
        Broken.rule(
                "REASON_MISSING", () -> decide(Decision.RETURN, People.OF_ALL_ROLES, release.digest(Gate.PRIVACY), ""));
        release.requireNoOtherDuty(Gate.RISK, "all-sub");
    }

    @Test
    void another_privacy_officer_may_finish_what_one_began() {
        decide(Decision.RETURN, People.PRIVACY_OFFICER, release.digest(Gate.PRIVACY), "no retention period");
        release.amendModelCard(document("card with retention"), NOW);
        Actor colleague = new Actor("colleague-sub", Set.of(Role.PRIVACY_OFFICER));
        decide(Decision.APPROVE, colleague, release.digest(Gate.PRIVACY), "");
        assertThat(release.view(NOW).approvals()).extracting(Approval::by).containsExactly("colleague-sub");
    }

    @Test
    void a_gate_asked_again_for_the_same_evidence_keeps_its_one_approval() {
        Cases.approve(release, Gate.PRIVACY);
        Approval first = release.view(NOW).approvals().get(0);
        Cases.approve(release, Gate.PRIVACY);
        assertThat(release.view(NOW).approvals()).containsExactly(first);
        assertThat(release.decisions()).hasSize(2);
    }

    @Test
    void nobody_approves_what_was_never_measured() {
        Release bare = Cases.submitted();
        bare.enter(ReleaseState.EVALUATING, NOW);
        bare.enter(ReleaseState.IN_REVIEW, NOW);
        Broken.rule("EVIDENCE_INCOMPLETE", () -> Cases.approve(bare, Gate.PRIVACY));
    }

    @Test
    void a_return_takes_back_the_approval_that_its_gate_gave_before() {
        Cases.approve(release, Gate.PRIVACY);
        decide(Decision.RETURN, People.PRIVACY_OFFICER, release.digest(Gate.PRIVACY), "seen again");
        assertThat(release.view(NOW).approvals())
                .singleElement()
                .satisfies(a -> assertThat(a.valid()).isFalse());
        Cases.approve(release, Gate.PRIVACY);
        assertThat(release.view(NOW).approvals()).extracting(Approval::valid).containsExactly(false, true);
    }

    @Test
    void gates_decide_only_while_the_release_waits_for_them() {
        Broken.rule("RELEASE_NOT_IN_REVIEW", () -> Cases.approve(Cases.submitted(), Gate.PRIVACY));
        Broken.rule("RELEASE_NOT_IN_REVIEW", () -> Cases.approve(Cases.inReview(), Gate.SIGN_OFF));
        Broken.rule("RELEASE_NOT_IN_REVIEW", () -> Cases.approve(Cases.awaitingSignOff(), Gate.PRIVACY));
        Broken.rule("RELEASE_NOT_IN_REVIEW", () -> Cases.approve(Cases.rollingOut(), Gate.SIGN_OFF));
    }

    @Test
    void a_champion_whose_evidence_moved_can_be_approved_anew() {
        Release champion = Cases.inService();
        champion.amendModelCard(document("new limits"), NOW);
        for (Gate gate : Gate.values()) {
            Cases.approve(champion, gate);
        }
        assertThat(champion.view(NOW).approvals()).filteredOn(Approval::valid).hasSize(3);
    }

    private void decide(Decision decision, Actor by, Digest seen, String reason) {
        release.decide(Gate.PRIVACY, decision, Reviewer.of(by), seen, reason, NOW);
    }
}
