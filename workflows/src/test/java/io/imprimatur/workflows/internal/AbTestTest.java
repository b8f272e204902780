package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.AB_TEST;
import static io.imprimatur.workflows.Processes.GUARDRAIL_BREACHED;
import static io.imprimatur.workflows.Processes.ROLLED_BACK;
import static io.imprimatur.workflows.Processes.SAMPLE_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.Map;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AbTestTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE = Road.covering(Engines.with(DECISIONS, STEPS.beans()));

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        STEPS.plan("testPlan", "maximumDuration", "PT1H");
        road = new Road(ENGINE.getProcessEngine());
    }

    @Test
    void the_plan_is_registered_before_any_traffic_is_split() {
        road.start(AB_TEST);

        assertThat(STEPS.ran()).containsExactly("testPlan", "testSplit");
    }

    @Test
    void a_test_begins_when_traffic_may_grow_and_not_before() {
        STEPS.plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", "frozen", false);
        road.start(AB_TEST);
        assertThat(STEPS.ran()).isEmpty();

        road.letTimePass();

        assertThat(STEPS.ran()).containsExactly("testPlan", "testSplit");
    }

    @Test
    void a_split_that_meets_a_freeze_waits_for_its_end() {
        STEPS.plan("freezeCheck", "frozen", false)
                .plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", "frozen", false);
        STEPS.plan("testSplit", "error", "TRAFFIC_HELD").plan("testSplit", Map.of());
        road.start(AB_TEST);
        assertThat(STEPS.ran()).containsExactly("testPlan", "testSplit");

        road.letTimePass();

        assertThat(STEPS.ran()).containsExactly("testPlan", "testSplit", "testPlan", "testSplit");
    }

    @Test
    void a_complete_sample_that_is_not_inferior_passes() {
        STEPS.plan("testAnalysis", "verdict", "pass");
        road.start(AB_TEST);

        road.message(SAMPLE_COMPLETED);

        assertThat(STEPS.ran()).containsExactly("testPlan", "testSplit", "testAnalysis");
        assertThat(road.outcomeOf(AB_TEST)).isEqualTo("passed");
    }

    @Test
    void an_inferior_challenger_loses_its_traffic() {
        STEPS.plan("testAnalysis", "verdict", "fail");
        road.start(AB_TEST);

        road.message(SAMPLE_COMPLETED);

        assertThat(STEPS.ran()).endsWith("testAnalysis", "trafficStop");
        assertThat(road.outcomeOf(AB_TEST)).isEqualTo("failed");
    }

    @Test
    void the_longest_duration_ends_a_test_whose_sample_never_completes() {
        STEPS.plan("testAnalysis", "verdict", "undecided");
        road.start(AB_TEST);

        road.letTimePass();

        assertThat(road.waitsAt()).isEqualTo("Task_DecideUndecidedTest");
    }

    @Test
    void an_undecided_test_is_extended_and_analysed_again() {
        STEPS.plan("testAnalysis", "verdict", "undecided").plan("testAnalysis", "verdict", "pass");
        road.start(AB_TEST);

        road.letTimePass().decide("release-manager", "extend");
        assertThat(STEPS.ran()).endsWith("testAnalysis", "testExtension");
        road.message(SAMPLE_COMPLETED);

        assertThat(road.outcomeOf(AB_TEST)).isEqualTo("passed");
    }

    @Test
    void an_undecided_test_that_a_person_ends_has_failed() {
        STEPS.plan("testAnalysis", "verdict", "undecided");
        road.start(AB_TEST);

        road.letTimePass().decide("release-manager", "end");

        assertThat(STEPS.ran()).endsWith("testAnalysis", "trafficStop");
        assertThat(road.outcomeOf(AB_TEST)).isEqualTo("failed");
    }

    @Test
    void a_breached_guardrail_ends_the_test_at_once() {
        road.start(AB_TEST);
        road.message(GUARDRAIL_BREACHED);

        assertThat(STEPS.ran()).endsWith("watchEnd");
        assertThat(road.outcomeOf(AB_TEST)).isEqualTo("rolled-back");
    }

    @Test
    void a_rollback_by_a_person_ends_the_test_at_once() {
        road.start(AB_TEST);
        road.message(ROLLED_BACK);

        assertThat(road.outcomeOf(AB_TEST)).isEqualTo("rolled-back");
    }
}
