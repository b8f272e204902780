package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.AB_TEST;
import static io.imprimatur.workflows.Processes.GUARDRAIL_BREACHED;
import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static io.imprimatur.workflows.Processes.RELEASE_MODEL;
import static io.imprimatur.workflows.Processes.RELEASE_WITHDRAWN;
import static io.imprimatur.workflows.Processes.RISK_ASSESSMENT;
import static io.imprimatur.workflows.Processes.ROLLED_BACK;
import static io.imprimatur.workflows.Processes.ROLLED_BACK_IN_SERVICE;
import static io.imprimatur.workflows.Processes.SAMPLE_COMPLETED;
import static io.imprimatur.workflows.Processes.STAGED_ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseModelTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE = Road.covering(
            Engines.with(DECISIONS, STEPS.beans()), PRIVACY_REVIEW, RISK_ASSESSMENT, AB_TEST, STAGED_ROLLOUT);

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        STEPS.plan("intake", "verdict", "pass")
                .plan("evaluation", "verdict", "pass")
                .plan(
                        "riskFactors",
                        Map.of(
                                "domain", "credit-scoring",
                                "naturalPersons", true,
                                "automatedDecision", false,
                                "specialCategories", false,
                                "evaluationPassed", true,
                                "privacyPassed", true))
                .plan("stageShare", "hold", "PT1H")
                .plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", false))
                .plan("testPlan", "maximumDuration", "PT1H");
        road = new Road(ENGINE.getProcessEngine());
    }

    private void approvalsStand(boolean... answers) {
        for (boolean answer : answers) {
            STEPS.plan("approvalsCheck", "approvalsStand", answer);
        }
    }

    private void champion(boolean found) {
        STEPS.plan("championSearch", "championFound", found);
    }

    private Road approvedByBothReviewers() {
        return road.start(RELEASE_MODEL).decide("privacy-officer", "approve").decide("risk-manager", "approve");
    }

    private Road awaitingSignOff() {
        champion(false);
        return approvedByBothReviewers().letTimePass();
    }

    @Test
    void a_first_version_takes_the_whole_road_without_an_ab_test() {
        approvalsStand(true);
        awaitingSignOff();
        assertThat(road.waitsAt()).isEqualTo("Task_SignOff");

        road.decide("release-manager", "approve").letTimePass();

        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("in-service");
        assertThat(STEPS.ran())
                .containsExactly(
                        "intake",
                        "evaluation",
                        "privacyFindings",
                        "riskFactors",
                        "loadTest",
                        "riskProposal",
                        "approvalsCheck:PILOT",
                        "stageShare:PILOT",
                        "stageAnalysis:PILOT",
                        "championSearch",
                        "noTest",
                        "signOffRequest",
                        "approvalsCheck:ROLLOUT",
                        "stageShare:ROLLOUT",
                        "stageAnalysis:ROLLOUT",
                        "promotion");
    }

    @Test
    void a_use_called_prohibited_ends_the_whole_road() {
        road.start(RELEASE_MODEL).decide("privacy-officer", "approve");
        for (String goesOn : List.of("approve", "return")) {
            assertThatThrownBy(() -> road.complete("risk-manager", callsProhibited(goesOn)))
                    .hasMessageContaining("USE_PROHIBITED");
            assertThat(road.waitsAt()).isEqualTo("Task_RiskAssessment");
        }

        road.complete("risk-manager", callsProhibited("reject"));

        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
        assertThat(STEPS.ran()).endsWith("rejection").doesNotContain("stageShare:PILOT");
        assertThat(DECISIONS.taken)
                .anySatisfy(taken -> assertThat(taken.reason()).contains("euAiActCategory=prohibited"));
    }

    private static Map<String, Object> callsProhibited(String decision) {
        Map<String, Object> answers = Road.answers("risk-manager", decision);
        answers.put("euAiActCategory", "prohibited");
        answers.put("euAiActReason", "Article 5(1)(c)");
        return answers;
    }

    @Test
    void a_promotion_waits_for_the_end_of_a_freeze() {
        freezes(false, false, true, false);
        approvalsStand(true);
        awaitingSignOff().decide("release-manager", "approve").letTimePass();
        assertThat(STEPS.ran()).doesNotContain("promotion");

        road.letTimePass();

        assertThat(STEPS.ran()).endsWith("promotion");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("in-service");
    }

    @Test
    void a_rollback_does_not_wait_for_the_end_of_a_freeze() {
        freezes(false, false, true);
        approvalsStand(true);
        awaitingSignOff().decide("release-manager", "approve").letTimePass();

        road.message(ROLLED_BACK);

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
        assertThat(STEPS.ran()).doesNotContain("promotion");
    }

    @Test
    void a_rollback_just_before_the_promotion_is_reviewed_as_an_incident() {
        approvalsStand(true);
        STEPS.plan("promotion", "error", "ROLLED_BACK");

        awaitingSignOff().decide("release-manager", "approve").letTimePass();

        assertThat(STEPS.ran()).endsWith("promotion", "rollbackRecord");
        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
    }

    @Test
    void approvals_that_fall_before_the_rollout_or_the_pilot_open_the_reviews_again() {
        approvalsStand(true, true, false, true, false);
        STEPS.plan("stageShare", "error", "APPROVALS_FELL").plan("stageShare", "error", "APPROVALS_FELL");
        awaitingSignOff().decide("release-manager", "approve");
        assertThat(STEPS.ran()).endsWith("stageShare:ROLLOUT", "approvalsCheck:ROLLOUT", "privacyFindings");

        road.decide("privacy-officer", "approve").decide("risk-manager", "approve");

        assertThat(STEPS.ran()).endsWith("stageShare:PILOT", "approvalsCheck:PILOT", "privacyFindings");
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void approvals_that_fall_before_the_test_or_the_promotion_open_the_reviews_again() {
        approvalsStand(true, false, true, true, false);
        champion(true);
        STEPS.plan("testSplit", "error", "APPROVALS_FELL").plan("testPlan", "error", "CHAMPION_GONE");
        approvedByBothReviewers().letTimePass();
        assertThat(STEPS.ran()).endsWith("testSplit", "approvalsCheck:PILOT", "privacyFindings");

        champion(false);
        STEPS.plan("promotion", "error", "APPROVALS_FELL");
        road.decide("privacy-officer", "approve").decide("risk-manager", "approve");
        road.letTimePass().decide("release-manager", "approve").letTimePass();

        assertThat(STEPS.ran()).endsWith("promotion", "approvalsCheck:ROLLOUT", "privacyFindings");
    }

    @Test
    void a_promotion_that_meets_a_freeze_waits_for_its_end() {
        freezes(false, false, false, true, false);
        approvalsStand(true);
        STEPS.plan("promotion", "error", "TRAFFIC_HELD").plan("promotion", Map.of());
        awaitingSignOff().decide("release-manager", "approve").letTimePass();
        assertThat(STEPS.ran()).containsOnlyOnce("promotion");

        road.letTimePass();

        assertThat(STEPS.ran()).endsWith("promotion", "promotion");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("in-service");
    }

    /** At the pilot's share, at the stage's and before the promotion. */
    private static void freezes(boolean... answers) {
        for (boolean answer : answers) {
            STEPS.plan("freezeCheck", Map.of("frozen", answer, "frozenUntil", new Date()));
        }
    }

    @Test
    void a_second_version_is_compared_with_the_champion_before_the_sign_off() {
        approvalsStand(true);
        champion(true);
        STEPS.plan("testAnalysis", "verdict", "pass");
        approvedByBothReviewers().letTimePass();
        assertThat(STEPS.ran()).endsWith("testPlan", "testSplit");

        road.message(SAMPLE_COMPLETED);

        assertThat(road.waitsAt()).isEqualTo("Task_SignOff");
    }

    @ParameterizedTest
    @CsvSource({"verdict,fail", "error,HOSTILE_ARCHIVE"})
    void an_artifact_that_fails_the_intake_or_is_hostile_is_rejected(String kind, String value) {
        STEPS.forget();
        STEPS.plan("intake", kind, value);
        road.start(RELEASE_MODEL);

        assertThat(STEPS.ran()).containsExactly("intake", "rejection");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
    }

    @Test
    void a_model_that_fails_its_evaluation_is_rejected() {
        STEPS.forget();
        STEPS.plan("intake", "verdict", "pass").plan("evaluation", "verdict", "fail");
        road.start(RELEASE_MODEL);

        assertThat(STEPS.ran()).containsExactly("intake", "evaluation", "rejection");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
    }

    @Test
    void a_rejection_by_either_reviewer_rejects_the_release() {
        road.start(RELEASE_MODEL).decide("privacy-officer", "reject");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
        road.start(RELEASE_MODEL).decide("privacy-officer", "approve").decide("risk-manager", "reject");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
    }

    @Test
    void approvals_that_no_longer_stand_are_asked_for_again_before_the_pilot() {
        approvalsStand(false);
        approvedByBothReviewers();

        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void approvals_that_no_longer_stand_are_asked_for_again_before_the_rollout() {
        approvalsStand(true, false);
        awaitingSignOff().decide("release-manager", "approve");

        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void a_rollback_in_the_pilot_is_reviewed_as_an_incident() {
        approvalsStand(true);
        approvedByBothReviewers();

        road.message(GUARDRAIL_BREACHED);
        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
        road.complete("operator", Map.of("rootCause", "codes without bounds"));

        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rolled-back");
    }

    @Test
    void a_failed_ab_test_rejects_the_release() {
        approvalsStand(true);
        champion(true);
        STEPS.plan("testAnalysis", "verdict", "fail");
        approvedByBothReviewers().letTimePass();

        road.message(SAMPLE_COMPLETED);

        assertThat(STEPS.ran()).endsWith("trafficStop", "rejection");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
    }

    @Test
    void a_rollback_in_the_ab_test_is_reviewed_as_an_incident() {
        approvalsStand(true);
        champion(true);
        approvedByBothReviewers().letTimePass();

        road.message(ROLLED_BACK);

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
    }

    @Test
    void a_rejected_sign_off_rejects_the_release() {
        approvalsStand(true);
        awaitingSignOff().decide("release-manager", "reject");

        assertThat(STEPS.ran()).endsWith("rejection");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("rejected");
    }

    @Test
    void a_returned_sign_off_is_asked_for_again_when_the_evidence_did_not_change() {
        approvalsStand(true);
        awaitingSignOff().decide("release-manager", "return");
        assertThat(road.waitsAt()).isEqualTo("Task_Rework");
        assertThat(STEPS.ran()).endsWith("trafficStop");

        road.complete("ml-engineer", Map.of());

        assertThat(road.waitsAt()).isEqualTo("Task_SignOff");
    }

    @Test
    void a_returned_sign_off_begins_the_reviews_anew_when_the_evidence_changed() {
        approvalsStand(true, false);
        awaitingSignOff().decide("release-manager", "return").complete("ml-engineer", Map.of());

        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Task_SignOff", "Task_Rework", "Task_PrivacyReview", "Task_RiskAssessment"})
    void a_rollback_is_reviewed_as_an_incident_wherever_the_case_waits_after_its_pilot(String task) {
        approvalsStand(true, false);
        awaitingSignOff();
        List<Runnable> on = List.of(
                () -> road.decide("release-manager", "return"),
                () -> road.complete("ml-engineer", Map.of()),
                () -> road.decide("privacy-officer", "approve"));
        for (int i = 0; !road.waitsAt().equals(task); i++) {
            on.get(i).run();
        }

        road.message(ROLLED_BACK);

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
    }

    @Test
    void a_rollback_in_the_rollout_is_reviewed_as_an_incident() {
        approvalsStand(true);
        awaitingSignOff().decide("release-manager", "approve");

        road.message(ROLLED_BACK);

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
        assertThat(STEPS.ran()).endsWith("rollbackRecord");
    }

    @Test
    void a_rollback_in_service_opens_an_incident_of_its_own() {
        road.startByMessage(ROLLED_BACK_IN_SERVICE);

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
    }

    @Test
    void a_withdrawal_ends_the_case_wherever_it_is() {
        road.start(RELEASE_MODEL);

        road.message(RELEASE_WITHDRAWN);

        assertThat(STEPS.ran()).endsWith("trafficStop");
        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("withdrawn");
    }

    @Test
    void the_person_who_acted_last_travels_with_the_case() {
        approvalsStand(true);
        approvedByBothReviewers();

        assertThat(road.variablesEver()).contains("actedBy=the-risk-manager", "actedRole=risk-manager");
    }
}
