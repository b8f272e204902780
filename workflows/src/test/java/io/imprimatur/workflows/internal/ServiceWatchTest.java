package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.EVIDENCE_CHANGED;
import static io.imprimatur.workflows.Processes.SERVICE_ENDED;
import static io.imprimatur.workflows.Processes.SERVICE_WATCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time is the engine's own, moved by the test. */
class ServiceWatchTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE = Road.covering(Engines.with(DECISIONS, STEPS.beans()));

    private static final Instant PROMOTED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant DUE = PROMOTED.plus(Duration.ofDays(150));
    private static final Instant GRACE_END = PROMOTED.plus(Duration.ofDays(194));

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        ClockUtil.setCurrentTime(Date.from(PROMOTED));
        road = new Road(ENGINE.getProcessEngine());
        STEPS.plan("serviceOutlook", outlook(true));
        STEPS.plan("attestationRequest", reviewers("privacy-officer"));
    }

    @AfterEach
    void letTimeBe() {
        ClockUtil.reset();
    }

    @Test
    void nobody_is_asked_before_the_approvals_are_due() {
        road.start(SERVICE_WATCH).runDueTimers();
        assertThat(road.tasks()).isEmpty();

        at(DUE.minusSeconds(1));
        assertThat(road.tasks()).isEmpty();

        at(DUE);
        assertThat(road.waitsAt()).isEqualTo("Task_Reattest");
    }

    @Test
    void whoever_is_asked_has_no_longer_than_the_grace_period() {
        DECISIONS.terms = new TaskTerms("minimal", 25, Duration.ofDays(60), Duration.ofDays(1));
        road.start(SERVICE_WATCH);

        at(DUE);

        assertThat(road.task().getDueDate().toInstant()).isEqualTo(GRACE_END);
    }

    @Test
    void each_gate_that_is_due_is_asked_by_its_own_role_and_the_watch_goes_on() {
        STEPS.forget();
        STEPS.plan("serviceOutlook", outlook(true));
        STEPS.plan("attestationRequest", reviewers("privacy-officer,risk-manager"));
        road.start(SERVICE_WATCH);
        at(DUE);
        List<Task> tasks = road.tasks();
        assertThat(tasks).hasSize(2);
        for (Task task : tasks) {
            road.decide(task, road.groupOf(task), "approve");
        }

        assertThat(DECISIONS.taken)
                .extracting(FakeDecisions.Taken::task)
                .containsExactlyInAnyOrder("Task_PrivacyReview", "EU_AI_ACT", "Task_RiskAssessment");
        assertThat(STEPS.ran()).containsExactly("serviceOutlook", "attestationRequest", "serviceOutlook");
        assertThat(road.isOver()).isFalse();
    }

    @Test
    void without_an_answer_the_traffic_is_taken_at_the_end_of_the_grace_period() {
        road.start(SERVICE_WATCH);
        at(DUE);
        at(GRACE_END.minusSeconds(1));
        assertThat(road.waitsAt()).isEqualTo("Task_Reattest");

        at(GRACE_END);
        assertThat(STEPS.ran()).endsWith("serviceEnd");
        assertThat(road.outcomeOf(SERVICE_WATCH)).isEqualTo("traffic-taken");
    }

    @Test
    void a_reviewer_who_no_longer_stands_by_it_takes_the_traffic_at_once() {
        road.start(SERVICE_WATCH);
        at(DUE);
        road.decide("privacy-officer", "reject");

        assertThat(STEPS.ran()).endsWith("serviceEnd");
        assertThat(road.outcomeOf(SERVICE_WATCH)).isEqualTo("traffic-taken");
    }

    @Test
    void evidence_that_changes_asks_the_gates_at_once() {
        road.start(SERVICE_WATCH).message(EVIDENCE_CHANGED);
        assertThat(road.waitsAt()).isEqualTo("Task_Reattest");
    }

    @Test
    void the_watch_ends_when_the_version_is_no_longer_served() {
        road.start(SERVICE_WATCH).message(SERVICE_ENDED);
        assertThat(road.outcomeOf(SERVICE_WATCH)).isEqualTo("no-longer-served");

        Road asked = new Road(ENGINE.getProcessEngine()).start(SERVICE_WATCH);
        asked.message(EVIDENCE_CHANGED).message(SERVICE_ENDED);
        assertThat(asked.tasks()).isEmpty();
        assertThat(asked.outcomeOf(SERVICE_WATCH)).isEqualTo("no-longer-served");
    }

    @Test
    void a_version_that_lost_its_place_meanwhile_is_watched_no_longer() {
        STEPS.forget();
        STEPS.plan("serviceOutlook", outlook(false));
        road.start(SERVICE_WATCH);
        assertThat(road.outcomeOf(SERVICE_WATCH)).isEqualTo("no-longer-served");
    }

    private void at(Instant moment) {
        ClockUtil.setCurrentTime(Date.from(moment));
        road.runDueTimers();
    }

    private static Map<String, Object> outlook(boolean served) {
        return Map.of("served", served, "attestationDue", Date.from(DUE), "graceEnd", Date.from(GRACE_END));
    }

    private static Map<String, Object> reviewers(String roles) {
        return Map.of("reviewerRoles", roles, "reviewers", roles.split(",", -1).length, "decision", "approve");
    }
}
