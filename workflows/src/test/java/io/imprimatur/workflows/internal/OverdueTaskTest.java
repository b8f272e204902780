package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.OVERDUE_TASK;
import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.testbed.Fired;
import io.imprimatur.workflows.ReviewOverdue;
import io.imprimatur.workflows.ReviewOverdue.Step;
import io.imprimatur.workflows.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time is the engine's own, moved by the test. */
class OverdueTaskTest {

    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant DUE = BEGUN.plus(Duration.ofDays(3));
    private static final List<String> OFFICERS = List.of("privacy-officer");

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();
    private static final Fired<ReviewOverdue> TOLD = new Fired<>();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE =
            Road.coveringChase(Engines.with(DECISIONS, beans()), PRIVACY_REVIEW);

    private ProcessEngine engine;
    private Road road;
    private Task task;

    private static Map<Object, Object> beans() {
        Map<Object, Object> beans = STEPS.beans();
        beans.put("escalation", new Escalation(DECISIONS, TOLD));
        return beans;
    }

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        TOLD.events().clear();
        ClockUtil.setCurrentTime(Date.from(BEGUN));
        engine = ENGINE.getProcessEngine();
        road = new Road(engine);
    }

    /** In the test itself: what happens before it is not covered. */
    private void start() {
        task = road.start(PRIVACY_REVIEW).task();
    }

    @AfterEach
    void letTimeBe() {
        ClockUtil.reset();
    }

    @Test
    void a_task_has_a_due_date_a_priority_and_the_risk_class_of_its_release() {
        start();
        assertThat(task.getDueDate().toInstant()).isEqualTo(DUE);
        assertThat(task.getPriority()).isEqualTo(75);
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .taskId(task.getId())
                        .taskVariableValueEquals(Variables.RISK_CLASS, "high")
                        .count())
                .isOne();
    }

    @Test
    void an_overdue_task_is_chased_from_the_role_by_the_deputies_to_the_lead() {
        start();
        at(DUE.minusSeconds(1));
        assertThat(TOLD.events()).isEmpty();

        at(DUE);
        at(DUE.plus(Duration.ofDays(1)));
        at(DUE.plus(Duration.ofDays(2)));

        assertThat(TOLD.events())
                .extracting(ReviewOverdue::step)
                .containsExactly(Step.REMINDER, Step.DEPUTY, Step.LEAD);
        assertThat(TOLD.events())
                .extracting(ReviewOverdue::group)
                .containsExactly("privacy-officer", "privacy-officer", "privacy-officer-lead");
        assertThat(TOLD.events()).allSatisfy(told -> {
            assertThat(told.releaseId()).hasToString(road.release);
            assertThat(told.dueAt()).isEqualTo(DUE);
            assertThat(told.people()).isEmpty();
        });
        assertThat(DECISIONS.taken).extracting(FakeDecisions.Taken::task).containsOnly("REVIEW_OVERDUE");
        assertThat(DECISIONS.taken).hasSize(3);
        assertThat(chase()).isNull();
    }

    @Test
    void whoever_claimed_it_is_reminded_and_then_the_deputies_that_person_named() {
        start();
        DECISIONS.deputies.put("officer-2", "officer-1");
        engine.getTaskService().setAssignee(task.getId(), "officer-1");

        at(DUE);
        at(DUE.plus(Duration.ofDays(1)));

        assertThat(TOLD.events())
                .extracting(ReviewOverdue::people)
                .containsExactly(List.of("officer-1"), List.of("officer-2"));
        assertThat(road.task().getAssignee()).isEqualTo("officer-1");
    }

    @Test
    void the_lead_takes_a_claim_back_so_that_the_role_can_decide() {
        start();
        engine.getTaskService().setAssignee(task.getId(), "officer-1");
        callTheLead();

        assertThat(road.task().getAssignee()).isNull();
        assertThat(road.task().getPriority()).isEqualTo(100);
        assertThat(engine.getTaskService().getIdentityLinksForTask(task.getId()))
                .extracting(IdentityLink::getGroupId)
                .containsExactlyInAnyOrder("privacy-officer", "privacy-officer-lead");
        road.complete(road.task(), "the-lead", List.of("privacy-officer", "privacy-officer-lead"), approval());
        assertThat(road.runJobs().isOver()).isTrue();
    }

    @Test
    void a_lead_who_lacks_the_role_or_has_another_duty_decides_nothing() {
        start();
        callTheLead();

        assertThatThrownBy(() -> road.complete(road.task(), "the-lead", List.of("privacy-officer-lead"), approval()))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("ROLE_MISSING");
        DECISIONS.duties.put("the-submitter", "Task_Submission");
        assertThatThrownBy(() -> {
                    engine.getIdentityService().setAuthentication("the-submitter", OFFICERS);
                    try {
                        engine.getTaskService().claim(task.getId(), "the-submitter");
                    } finally {
                        engine.getIdentityService().clearAuthentication();
                    }
                })
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("SEPARATION_OF_DUTIES");
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void nobody_is_chased_for_a_task_that_is_done() {
        start();
        assertThat(chase()).isNotNull();

        road.complete(task, "officer-1", OFFICERS, approval());

        assertThat(chase()).isNull();
        assertThat(TOLD.events()).isEmpty();
    }

    @Test
    void nobody_is_chased_for_a_task_that_was_dropped_with_its_case() {
        start();
        engine.getRuntimeService().deleteProcessInstance(task.getProcessInstanceId(), "withdrawn");

        assertThat(chase()).isNull();
    }

    @Test
    void an_incident_is_the_most_urgent_and_an_unknown_class_is_held_to_the_strictest_terms() {
        Deadlines deadlines = new Deadlines(days(3), days(5), days(10), days(1), days(1));

        assertThat(deadlines.of("high", "Task_SignOff")).isEqualTo(new TaskTerms("high", 75, days(3), days(1)));
        assertThat(deadlines.of("limited", "Task_SignOff")).isEqualTo(new TaskTerms("limited", 50, days(5), days(1)));
        assertThat(deadlines.of("minimal", "Task_SignOff")).isEqualTo(new TaskTerms("minimal", 25, days(10), days(1)));
        assertThat(deadlines.of("new", "Task_SignOff")).isEqualTo(new TaskTerms("new", 75, days(3), days(1)));
        assertThat(deadlines.of("minimal", "Task_IncidentReview"))
                .isEqualTo(new TaskTerms("minimal", 90, days(1), days(1)));
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    private static Map<String, Object> approval() {
        return Road.answers("privacy-officer", "approve");
    }

    private void callTheLead() {
        at(DUE);
        at(DUE.plus(Duration.ofDays(1)));
        at(DUE.plus(Duration.ofDays(2)));
    }

    private void at(Instant moment) {
        ClockUtil.setCurrentTime(Date.from(moment));
        ProcessInstance chase = chase();
        for (List<Job> due = due(chase); !due.isEmpty(); due = due(chase)) {
            due.forEach(job -> engine.getManagementService().executeJob(job.getId()));
        }
    }

    private List<Job> due(ProcessInstance chase) {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(chase.getId())
                .executable()
                .list();
    }

    private ProcessInstance chase() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(OVERDUE_TASK)
                .processInstanceBusinessKey(task.getId())
                .singleResult();
    }
}
