package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
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

    @Test
    void a_filter_of_an_earlier_archive_is_said_anew_and_one_that_is_no_more_goes() {
        FilterService filters = ENGINE.getFilterService();
        Filter role = named("My role's tasks", null);
        filters.saveFilter(
                role.setQuery(ENGINE.getTaskService().createTaskQuery().taskAssignee("nobody"))
                        .setProperties(Map.of("priority", 9, "description", "as it was")));
        filters.saveFilter(filters.newTaskFilter("Of an earlier archive")
                .setQuery(ENGINE.getTaskService().createTaskQuery())
                .setProperties(Map.of("house", true)));
        assertThat(found("My role's tasks")).isEmpty();

        new Access(ENGINE).grant();

        Filter anew = named("My role's tasks", null);
        assertThat(anew.getId()).as("whoever chose it has it still").isEqualTo(role.getId());
        assertThat(anew.getProperties()).containsEntry("priority", 2);
        assertThat(found("My role's tasks")).contains(road.task().getId());
        assertThat(filters.createTaskFilterQuery()
                        .filterName("Of an earlier archive")
                        .count())
                .isZero();
    }

    @Test
    void a_filter_that_somebody_made_stays_as_it_is_whatever_its_name() {
        FilterService filters = ENGINE.getFilterService();
        for (String name : List.of("Overdue", "My own")) {
            filters.saveFilter(filters.newTaskFilter(name)
                    .setOwner("officer-1")
                    .setQuery(ENGINE.getTaskService().createTaskQuery().taskAssignee("officer-1"))
                    .setProperties(Map.of("priority", 77, "house", true)));
        }
        try {
            new Access(ENGINE).grant();

            for (String name : List.of("Overdue", "My own")) {
                Filter own = named(name, "officer-1");
                assertThat(own.getProperties()).containsEntry("priority", 77);
                assertThat(((TaskQueryImpl) own.getQuery()).getAssignee()).isEqualTo("officer-1");
            }
            assertThat(named("Overdue", null).getProperties()).containsEntry("priority", 3);
        } finally {
            filters.createTaskFilterQuery().filterOwner("officer-1").list().stream()
                    .map(Filter::getId)
                    .forEach(filters::deleteFilter);
        }
    }

    private static Filter named(String name, @Nullable String owner) {
        return ENGINE.getFilterService().createTaskFilterQuery().filterName(name).list().stream()
                .filter(filter -> Objects.equals(filter.getOwner(), owner))
                .reduce((one, other) -> {
                    throw new AssertionError("two filters " + name);
                })
                .orElseThrow();
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
