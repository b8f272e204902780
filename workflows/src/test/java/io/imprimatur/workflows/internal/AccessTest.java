package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reviewer finds in Tasklist. */
class AccessTest {

    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();
    private static final ProcessEngine ENGINE =
            Engines.with(DECISIONS, STEPS.beans()).buildProcessEngine();

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        ClockUtil.setCurrentTime(Date.from(BEGUN));
        road = new Road(ENGINE).start(PRIVACY_REVIEW);
    }

    @AfterEach
    void logOut() {
        ENGINE.getIdentityService().clearAuthentication();
        ClockUtil.reset();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void a_reviewer_filters_his_own_tasks_and_those_of_his_role() {
        String task = road.task().getId();
        assertThat(found("My role's tasks")).contains(task);
        assertThat(found("My tasks")).doesNotContain(task);

        ENGINE.getTaskService().setAssignee(task, "officer-1");

        assertThat(found("My tasks")).contains(task);
        assertThat(found("My role's tasks")).contains(task);
    }

    @Test
    void a_reviewer_filters_what_is_overdue() {
        String task = road.task().getId();
        assertThat(found("Overdue")).doesNotContain(task);

        ClockUtil.setCurrentTime(Date.from(BEGUN.plus(Duration.ofDays(4))));

        assertThat(found("Overdue")).contains(task);
    }

    @Test
    void a_reviewer_filters_by_the_risk_class_of_the_release() {
        DECISIONS.terms = new TaskTerms("limited", 50, Duration.ofDays(5), Duration.ofDays(1));
        String limited = new Road(ENGINE).start(PRIVACY_REVIEW).task().getId();
        String high = road.task().getId();

        assertThat(found("Risk class high")).contains(high).doesNotContain(limited);
        assertThat(found("Risk class limited")).contains(limited).doesNotContain(high);
        assertThat(found("Risk class minimal")).doesNotContain(high, limited);
    }

    @Test
    void another_role_finds_none_of_them() {
        String task = road.task().getId();
        for (String name : List.of("My role's tasks", "Risk class high")) {
            assertThat(found(name, "risk-manager")).doesNotContain(task);
        }
    }

    private static List<String> found(String filter) {
        return found(filter, "privacy-officer");
    }

    private static List<String> found(String filter, String group) {
        ENGINE.getIdentityService().setAuthentication("officer-1", List.of(group));
        try {
            Filter named = ENGINE.getFilterService()
                    .createTaskFilterQuery()
                    .filterName(filter)
                    .singleResult();
            List<Task> tasks = ENGINE.getFilterService().listPage(named.getId(), 0, 100);
            return tasks.stream().map(Task::getId).toList();
        } finally {
            ENGINE.getIdentityService().clearAuthentication();
        }
    }
}
