package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PrivacyReviewTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE = Road.covering(Engines.with(DECISIONS, STEPS.beans()));

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        road = new Road(ENGINE.getProcessEngine());
    }

    @Test
    void the_findings_are_prepared_before_the_officer_decides() {
        road.start(PRIVACY_REVIEW);

        assertThat(STEPS.ran()).containsExactly("privacyFindings");
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void an_approval_ends_the_review_as_approved() {
        road.start(PRIVACY_REVIEW);
        road.decide("privacy-officer", "approve");

        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(PRIVACY_REVIEW)).isEqualTo("approved");
    }

    @Test
    void a_returned_release_is_reworked_and_its_findings_are_prepared_anew() {
        road.start(PRIVACY_REVIEW);
        road.decide("privacy-officer", "return");
        assertThat(road.waitsAt()).isEqualTo("Task_Rework");

        road.complete("ml-engineer", Map.of());

        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
        assertThat(STEPS.ran()).containsExactly("privacyFindings", "privacyFindings");
    }

    @Test
    void a_rejection_ends_the_review_as_rejected() {
        road.start(PRIVACY_REVIEW);
        road.decide("privacy-officer", "reject");

        assertThat(road.outcomeOf(PRIVACY_REVIEW)).isEqualTo("rejected");
    }

    @Test
    void a_review_whose_approvals_stand_is_passed_without_asking_anybody() {
        STEPS.plan("privacyFindings", Map.of("reviewers", 0));
        road.start(PRIVACY_REVIEW);

        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(PRIVACY_REVIEW)).isEqualTo("approved");
    }

    @Test
    void several_reviewers_decide_at_the_same_time_and_all_must_approve() {
        STEPS.plan("privacyFindings", Map.of("reviewers", 2));
        road.start(PRIVACY_REVIEW);
        List<Task> tasks = road.tasks();
        assertThat(tasks).hasSize(2);

        road.decide(tasks.get(0), "privacy-officer", "approve");
        assertThat(road.isOver()).isFalse();
        road.decide(tasks.get(1), "privacy-officer", "approve");
        assertThat(road.outcomeOf(PRIVACY_REVIEW)).isEqualTo("approved");
    }

    @Test
    void one_of_several_who_does_not_approve_ends_the_round() {
        STEPS.plan("privacyFindings", Map.of("reviewers", 3));
        road.start(PRIVACY_REVIEW);
        List<Task> tasks = road.tasks();

        road.decide(tasks.get(0), "privacy-officer", "approve");
        road.decide(tasks.get(1), "privacy-officer", "reject");
        assertThat(road.tasks()).isEmpty();
        assertThat(road.outcomeOf(PRIVACY_REVIEW)).isEqualTo("rejected");
    }
}
