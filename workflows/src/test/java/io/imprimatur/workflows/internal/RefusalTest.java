package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody is told whose command the engine refused. */
class RefusalTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final ProcessEngine ENGINE =
            Engines.with(new FakeDecisions(), STEPS.beans()).buildProcessEngine();
    private static final List<String> OFFICERS = List.of("privacy-officer");
    private static final Map<String, Object> APPROVAL = Road.answers("privacy-officer", "approve");
    private static final Command<?> COMMAND = new CompleteTaskCmd("a-task", Map.of());

    private Road road;
    private Task task;

    @BeforeEach
    void begin() {
        STEPS.forget();
        road = new Road(ENGINE).start(PRIVACY_REVIEW);
        task = road.task();
    }

    @AfterEach
    void logOut() {
        ENGINE.getIdentityService().clearAuthentication();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void whoever_completes_a_task_that_was_completed_is_told_that_it_is_gone() {
        road.complete(task, "officer-1", OFFICERS, APPROVAL);

        assertThatThrownBy(() -> road.complete(task, "officer-2", OFFICERS, APPROVAL))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageStartingWith("TASK_GONE: ")
                .satisfies(RefusalTest::requireConflict);
    }

    @Test
    void whoever_claims_a_claimed_task_is_told_that_another_has_it() {
        ENGINE.getIdentityService().setAuthentication("officer-1", OFFICERS);
        ENGINE.getTaskService().claim(task.getId(), "officer-1");
        ENGINE.getIdentityService().setAuthentication("officer-2", OFFICERS);

        assertThatThrownBy(() -> ENGINE.getTaskService().claim(task.getId(), "officer-2"))
                .hasMessageStartingWith("TASK_CLAIMED: ")
                .satisfies(RefusalTest::requireConflict);
    }

    @Test
    void a_race_that_the_engine_or_the_database_decided_is_a_conflict() {
        for (Exception lost : List.of(
                new OptimisticLockingException("Execution of DELETE TaskEntity failed"),
                new SQLException("deadlock detected", "40P01"),
                new SQLException("violates foreign key constraint \"act_fk_exe_super\"", "23503"))) {
            Throwable told = Refusal.of(COMMAND, new ProcessEngineException("Execution failed", lost));

            assertThat(told).hasMessageStartingWith("CHANGED_CONCURRENTLY: ");
            requireConflict(told);
        }
    }

    @Test
    void a_duty_that_is_taken_is_forbidden_and_what_nobody_foresaw_stays_what_it_is() {
        DomainException broken = DomainException.forbidden("SEPARATION_OF_DUTIES", "Another person must.");
        assertThat(Refusal.of(COMMAND, new ProcessEngineException("listener", broken)))
                .isInstanceOf(AuthorizationException.class)
                .hasCause(broken);
        ProcessEngineException unforeseen = new ProcessEngineException("the disk is full");
        assertThat(Refusal.of(COMMAND, unforeseen)).isSameAs(unforeseen);
    }

    private static void requireConflict(Throwable told) {
        assertThat(told.getCause())
                .isInstanceOfSatisfying(
                        DomainException.class,
                        broken -> assertThat(broken.kind()).isEqualTo(DomainException.Kind.CONFLICT));
    }
}
