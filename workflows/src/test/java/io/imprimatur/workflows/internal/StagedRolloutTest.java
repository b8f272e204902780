package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.GUARDRAIL_BREACHED;
import static io.imprimatur.workflows.Processes.ROLLED_BACK;
import static io.imprimatur.workflows.Processes.STAGED_ROLLOUT;
import static io.imprimatur.workflows.Processes.STEPPED_BACK;
import static io.imprimatur.workflows.Processes.STEPPED_FORWARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.Map;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StagedRolloutTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE = Road.covering(Engines.with(DECISIONS, STEPS.beans()));

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        STEPS.plan("stageShare", "hold", "PT1H");
        road = new Road(ENGINE.getProcessEngine());
    }

    private void start() {
        road.start(STAGED_ROLLOUT, Map.of("phase", "ROLLOUT"));
    }

    @Test
    void each_stage_is_set_held_and_analysed_until_there_is_no_other() {
        STEPS.plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", true))
                .plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", false));
        start();
        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT");

        road.letTimePass().letTimePass();

        assertThat(STEPS.ran())
                .containsExactly(
                        "stageShare:ROLLOUT", "stageAnalysis:ROLLOUT", "stageShare:ROLLOUT", "stageAnalysis:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    @Test
    void a_stage_waits_for_the_end_of_a_freeze_and_looks_again() {
        STEPS.plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", "frozen", false);
        start();
        assertThat(STEPS.ran()).isEmpty();

        road.letTimePass();
        assertThat(STEPS.ran()).isEmpty();
        road.letTimePass();
        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT");
    }

    @Test
    void a_share_that_meets_a_freeze_waits_for_its_end() {
        STEPS.forget();
        STEPS.plan("freezeCheck", "frozen", false)
                .plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", "frozen", false)
                .plan("stageShare", "error", "TRAFFIC_HELD")
                .plan("stageShare", "hold", "PT1H");
        start();
        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT");

        road.letTimePass();
        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT", "stageShare:ROLLOUT");
    }

    @Test
    void a_rollback_does_not_wait_for_the_end_of_a_freeze() {
        STEPS.plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()));
        start();

        road.message(ROLLED_BACK);

        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
    }

    @Test
    void an_operator_cuts_a_hold_short_and_the_stage_is_analysed_all_the_same() {
        STEPS.plan("stageAnalysis", "verdict", "breach");
        start();

        road.message(STEPPED_FORWARD);

        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT", "stageAnalysis:ROLLOUT", "rollback:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
    }

    @Test
    void an_operator_steps_back_and_the_stage_before_is_set_and_held() {
        start();

        road.message(STEPPED_BACK);

        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT", "stepBack:ROLLOUT", "stageShare:ROLLOUT");
        assertThat(road.isOver()).isFalse();
    }

    @Test
    void an_operator_steps_back_while_the_rollout_is_held_back() {
        STEPS.plan("freezeCheck", "frozen", false)
                .plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()));
        STEPS.plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", true));
        start();
        road.letTimePass();

        road.message(STEPPED_BACK);

        assertThat(STEPS.ran()).endsWith("stageAnalysis:ROLLOUT", "stepBack:ROLLOUT", "stageShare:ROLLOUT");
    }

    @Test
    void a_stage_with_too_few_predictions_is_held_again() {
        STEPS.plan("stageAnalysis", "verdict", "hold")
                .plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", false));
        start();

        road.letTimePass().letTimePass();

        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT", "stageAnalysis:ROLLOUT", "stageAnalysis:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    @Test
    void a_breach_rolls_back() {
        STEPS.plan("stageAnalysis", "verdict", "breach");
        start();

        road.letTimePass();

        assertThat(STEPS.ran()).endsWith("rollback:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
    }

    @Test
    void a_person_lets_an_undecided_stage_go_on() {
        STEPS.plan("stageAnalysis", Map.of("verdict", "undecided", "moreStages", false));
        start();
        road.letTimePass();
        assertThat(road.waitsAt()).isEqualTo("Task_DecideStage");

        road.decide("release-manager", "proceed");

        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    @Test
    void a_person_holds_an_undecided_stage_again() {
        STEPS.plan("stageAnalysis", "verdict", "undecided")
                .plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", false));
        start();

        road.letTimePass().decide("release-manager", "hold").letTimePass();

        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    @Test
    void a_person_rolls_an_undecided_stage_back() {
        STEPS.plan("stageAnalysis", "verdict", "undecided");
        start();

        road.letTimePass().decide("release-manager", "rollback");

        assertThat(STEPS.ran()).endsWith("rollback:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
    }

    @Test
    void a_breached_guardrail_ends_the_rollout_at_once() {
        start();

        road.message(GUARDRAIL_BREACHED);

        assertThat(STEPS.ran()).containsExactly("stageShare:ROLLOUT", "watchEnd:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
    }

    @Test
    void a_rollback_by_a_person_ends_the_rollout_even_while_somebody_should_decide() {
        STEPS.plan("stageAnalysis", "verdict", "undecided");
        start();
        road.letTimePass();

        road.message(ROLLED_BACK);

        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
    }
}
