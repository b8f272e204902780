package io.imprimatur.release.internal;

import static io.imprimatur.release.internal.Cases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.identity.Actor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseStateTest {

    @Test
    void the_road_leads_from_submission_to_service_and_succession() {
        Release release = Cases.inService();
        release.enter(ReleaseState.SUPERSEDED, NOW);
        release.enter(ReleaseState.IN_SERVICE, NOW);
        assertThat(release.state()).isEqualTo(ReleaseState.IN_SERVICE);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReleaseState.class,
            names = {"REJECTED", "WITHDRAWN", "ROLLED_BACK"})
    void from_an_end_no_way_leads_on(ReleaseState end) {
        assertThat(end.next()).isEmpty();
        assertThat(end.isOver()).isTrue();
        assertThat(end.isOpen()).isFalse();
    }

    @Test
    void service_is_entered_from_the_last_stage_or_by_a_champions_return_only() {
        Set<ReleaseState> before = EnumSet.noneOf(ReleaseState.class);
        for (ReleaseState state : ReleaseState.values()) {
            if (state.next().contains(ReleaseState.IN_SERVICE)) {
                before.add(state);
            }
        }
        assertThat(before).containsExactlyInAnyOrder(ReleaseState.ROLLING_OUT, ReleaseState.SUPERSEDED);
    }

    @Test
    void no_step_of_the_road_is_jumped() {
        DomainException broken = Broken.rule(
                "RELEASE_TRANSITION_ILLEGAL", () -> Cases.submitted().enter(ReleaseState.PILOT, NOW));
        assertThat(broken).hasMessageContaining("SUBMITTED").hasMessageContaining("PILOT");
        assertThat(broken.kind()).isEqualTo(DomainException.Kind.CONFLICT);
    }

    @Test
    void the_state_it_is_in_is_entered_without_effect() {
        assertThat(Cases.submitted().enter(ReleaseState.SUBMITTED, NOW)).isFalse();
    }

    @Test
    void no_state_with_traffic_is_entered_without_clearance() {
        Broken.rule("RELEASE_NOT_CLEARED", () -> Cases.inReview().enter(ReleaseState.PILOT, NOW));
        Broken.rule("RELEASE_NOT_CLEARED", () -> Cases.awaitingSignOff().enter(ReleaseState.ROLLING_OUT, NOW));

        Release pilot = Cases.inPilot();
        pilot.record(EvidenceKind.RISK, Cases.document("moved"), NOW);
        Broken.rule("RELEASE_NOT_CLEARED", () -> pilot.enter(ReleaseState.AB_TEST, NOW));

        Release last = Cases.rollingOut();
        last.record(EvidenceKind.AB_TEST, Cases.document("moved"), NOW);
        Broken.rule("RELEASE_NOT_CLEARED", () -> last.enter(ReleaseState.IN_SERVICE, NOW));
    }

    @Test
    void it_answers_unrecorded_only_where_the_risk_assessment_says_so() {
        Release unsaid = Cases.inPilot();
        assertThat(unsaid.requireCleared(Phase.PILOT, NOW).answersUnrecorded()).isFalse();

        Release light = Cases.inReview();
        light.record(
                EvidenceKind.RISK,
                CanonicalJson.parse("{\"riskClass\": \"minimal\", \"limits\": {\"failClosedRecording\": false}}"),
                NOW);
        Cases.approve(light, Gate.PRIVACY);
        Cases.approve(light, Gate.RISK);
        assertThat(light.requireCleared(Phase.PILOT, NOW).answersUnrecorded()).isTrue();
    }

    @Test
    void it_answers_before_its_record_is_committed_only_where_the_risk_assessment_says_so() {
        assertThat(Cases.inPilot().requireCleared(Phase.PILOT, NOW).answersBuffered())
                .isFalse();

        for (String recording : List.of("durable", "buffered")) {
            Release assessed = Cases.inReview();
            assessed.record(
                    EvidenceKind.RISK,
                    CanonicalJson.parse("{\"limits\": {\"recording\": \"" + recording + "\"}}"),
                    NOW);
            Cases.approve(assessed, Gate.PRIVACY);
            Cases.approve(assessed, Gate.RISK);
            assertThat(assessed.requireCleared(Phase.PILOT, NOW).answersBuffered())
                    .isEqualTo(recording.equals("buffered"));
        }
    }

    @Test
    void a_former_champion_returns_even_with_void_approvals_because_rollback_wins() {
        Release former = Cases.inService();
        former.enter(ReleaseState.SUPERSEDED, NOW);
        former.amendModelCard(Cases.document("amended"), NOW);
        assertThat(former.enter(ReleaseState.IN_SERVICE, NOW)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ReleaseState.class)
    void rollback_is_legal_from_wherever_there_may_be_traffic(ReleaseState state) {
        Set<ReleaseState> withoutTraffic = EnumSet.of(
                ReleaseState.SUBMITTED, ReleaseState.REJECTED, ReleaseState.WITHDRAWN, ReleaseState.ROLLED_BACK);
        assertThat(state.next().contains(ReleaseState.ROLLED_BACK)).isEqualTo(!withoutTraffic.contains(state));
    }

    @Test
    void rolling_back_what_was_withdrawn_fails_nobody() {
        Release release = Cases.inPilot();
        release.withdraw(People.ENGINEER, NOW);
        assertThat(release.enter(ReleaseState.ROLLED_BACK, NOW)).isFalse();
        assertThat(release.state()).isEqualTo(ReleaseState.WITHDRAWN);
    }

    @Test
    void only_its_submitter_withdraws_a_release() {
        Release release = Cases.inReview();
        Broken.rule("NOT_THE_SUBMITTER", () -> release.withdraw(People.RELEASE_MANAGER, NOW));
        Broken.rule("NOT_THE_SUBMITTER", () -> release.withdraw(Actor.SYSTEM, NOW));
        release.withdraw(People.ENGINEER, NOW);
        assertThat(release.state()).isEqualTo(ReleaseState.WITHDRAWN);
    }

    @Test
    void what_serves_is_not_withdrawn_but_rolled_back() {
        Broken.rule("RELEASE_NOT_OPEN", () -> Cases.inService().withdraw(People.ENGINEER, NOW));
    }

    @Test
    void a_release_is_submitted_by_a_person() {
        Candidate candidate = new Candidate(
                Cases.submitted().model(),
                Cases.submitted().version(),
                1,
                Cases.submitted().view(NOW).artifact(),
                Cases.document("card"));
        Broken.rule(
                "RELEASE_WITHOUT_SUBMITTER",
                () -> Release.submit(
                        ReleaseId.random(),
                        candidate,
                        Actor.SYSTEM,
                        PlanReader.read(Plans.whole()),
                        PolicyReader.house(),
                        NOW));
    }

    @Test
    void the_model_card_is_evidence_from_the_first_moment() {
        assertThat(Cases.submitted().view(NOW).evidence())
                .containsOnlyKeys(EvidenceKind.MODEL_CARD)
                .containsEntry(EvidenceKind.MODEL_CARD, Cases.document("card"));
    }

    @Test
    void each_gate_covers_what_the_one_before_it_covers() {
        assertThat(Gate.RISK.scope()).containsAll(Gate.PRIVACY.scope()).contains(EvidenceKind.RISK);
        assertThat(Gate.SIGN_OFF.scope()).containsAll(Gate.RISK.scope()).contains(EvidenceKind.AB_TEST);
        assertThat(Gate.SIGN_OFF.demanded()).doesNotContain(EvidenceKind.AB_TEST);
    }
}
