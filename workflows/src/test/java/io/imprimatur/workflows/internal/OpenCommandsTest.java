package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.identity.Role;
import io.imprimatur.workflows.Processes;
import io.imprimatur.workflows.Variables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is open to people is open to the right ones, for what it is meant for. */
class OpenCommandsTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();
    private static final ProcessEngine ENGINE =
            Engines.with(DECISIONS, STEPS.beans()).buildProcessEngine();
    private static final TaskService TASKS = ENGINE.getTaskService();
    private static final ManagementService JOBS = ENGINE.getManagementService();
    private static final String ADMINISTRATOR = "root-of-all";

    private Road road;
    private Task task;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        road = new Road(ENGINE).start(PRIVACY_REVIEW);
        task = road.task();
    }

    @AfterEach
    void logOut() {
        ENGINE.getIdentityService().clearAuthentication();
        ENGINE.getAuthorizationService()
                .createAuthorizationQuery()
                .userIdIn(ADMINISTRATOR)
                .list()
                .forEach(grant -> ENGINE.getAuthorizationService().deleteAuthorization(grant.getId()));
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void nobody_claims_a_task_for_another_person() {
        logIn("officer-1", Role.PRIVACY_OFFICER);

        refused("TASK_FOR_ANOTHER", () -> TASKS.claim(task.getId(), "officer-2"));
        refused("TASK_FOR_ANOTHER", () -> TASKS.claim(task.getId(), "the-submitter"));
        refused("TASK_FOR_ANOTHER", () -> TASKS.claim(task.getId(), null));
        assertThat(assignee()).isNull();

        TASKS.claim(task.getId(), "officer-1");
        assertThat(assignee()).isEqualTo("officer-1");
    }

    @Test
    void nobody_hands_a_task_to_another_person_not_even_who_holds_it() {
        logIn("officer-1", Role.PRIVACY_OFFICER);
        TASKS.claim(task.getId(), "officer-1");

        refused("TASK_FOR_ANOTHER", () -> TASKS.setAssignee(task.getId(), "officer-2"));
        refused("TASK_FOR_ANOTHER", () -> TASKS.setAssignee(task.getId(), "the-submitter"));
        assertThat(assignee()).isEqualTo("officer-1");
    }

    @Test
    void who_holds_a_task_gives_it_back_and_nobody_else_does() {
        logIn("officer-1", Role.PRIVACY_OFFICER);
        TASKS.claim(task.getId(), "officer-1");
        logIn("officer-2", Role.PRIVACY_OFFICER);
        refused("TASK_NOT_HELD", () -> TASKS.setAssignee(task.getId(), null));
        assertThat(assignee()).isEqualTo("officer-1");

        logIn("officer-1", Role.PRIVACY_OFFICER);
        TASKS.setAssignee(task.getId(), null);

        logIn("officer-2", Role.PRIVACY_OFFICER);
        TASKS.claim(task.getId(), "officer-2");
        assertThat(assignee()).isEqualTo("officer-2");
    }

    @Test
    void an_operator_has_a_failed_job_tried_again_and_neither_stops_a_job_nor_moves_it_in_time() {
        Job job = waitingJob();
        JOBS.setJobRetries(job.getId(), 0);
        logIn("operator-1", Role.OPERATOR);

        for (int retries : new int[] {0, 11, Integer.MAX_VALUE}) {
            refused("RETRIES_ONLY", () -> JOBS.setJobRetries(job.getId(), retries));
            refused("RETRIES_ONLY", () -> JOBS.setJobRetries(List.of(job.getId()), retries));
            refused("RETRIES_ONLY", () -> JOBS.setJobRetriesByJobDefinitionId(job.getJobDefinitionId(), retries));
        }
        Date past = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
        for (Date due : Arrays.asList(past, null)) {
            refused(
                    "RETRIES_ONLY",
                    () -> JOBS.setJobRetries(1).jobId(job.getId()).dueDate(due).execute());
        }
        assertThat(job(job.getId()).getRetries()).isZero();

        JOBS.setJobRetries(job.getId(), 1);
        assertThat(job(job.getId()).getRetries()).isEqualTo(1);
    }

    @Test
    void who_is_no_operator_has_no_job_tried_again() {
        Job job = waitingJob();
        for (Role role : List.of(Role.ML_ENGINEER, Role.PRIVACY_OFFICER, Role.RISK_MANAGER, Role.RELEASE_MANAGER)) {
            logIn("reviewer-1", role);

            assertThatThrownBy(() -> JOBS.setJobRetries(job.getId(), 1)).isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void an_administrator_of_everything_moves_no_case_by_any_door() {
        Job job = waitingJob();
        logInAsAdministrator();
        String instance = task.getProcessInstanceId();
        String definition = task.getProcessDefinitionId();

        doors(instance, definition, job)
                .forEach((name, door) -> assertThatThrownBy(door)
                        .as(name)
                        .isInstanceOf(AuthorizationException.class)
                        .hasMessageContaining("ENGINE_COMMAND_CLOSED"));

        ENGINE.getIdentityService().clearAuthentication();
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
        assertThat(assignee()).isNull();
    }

    private Map<String, ThrowingCallable> doors(String instance, String definition, Job job) {
        var runtime = ENGINE.getRuntimeService();
        Map<String, ThrowingCallable> doors = new LinkedHashMap<>();
        doors.put("resolve", () -> TASKS.resolveTask(task.getId()));
        doors.put("delegate", () -> TASKS.delegateTask(task.getId(), "officer-2"));
        doors.put("owner", () -> TASKS.setOwner(task.getId(), "officer-2"));
        doors.put("save", () -> {
            Task copy = ENGINE.getTaskService().newTask();
            TASKS.saveTask(copy);
        });
        doors.put("delete task", () -> TASKS.deleteTask(task.getId(), true));
        doors.put("candidate user", () -> TASKS.addCandidateUser(task.getId(), "officer-2"));
        doors.put("candidate group", () -> TASKS.addCandidateGroup(task.getId(), "camunda-admin"));
        doors.put("no candidate group", () -> TASKS.deleteCandidateGroup(task.getId(), "privacy-officer"));
        doors.put(
                "identity link", () -> TASKS.addUserIdentityLink(task.getId(), "officer-2", IdentityLinkType.ASSIGNEE));
        doors.put("error", () -> TASKS.handleBpmnError(task.getId(), "HOSTILE_ARCHIVE"));
        doors.put("escalation", () -> TASKS.handleEscalation(task.getId(), "anything"));
        doors.put("task variable", () -> TASKS.setVariable(task.getId(), Variables.DECISION, "approve"));
        doors.put("no variable", () -> TASKS.removeVariable(task.getId(), Variables.ACTED_BY));
        doors.put("variable", () -> runtime.setVariable(instance, Variables.DECISION, "approve"));
        doors.put(
                "variables of many",
                () -> runtime.setVariablesAsync(List.of(instance), Map.of(Variables.DECISION, "approve")));
        doors.put(
                "modification",
                () -> runtime.createProcessInstanceModification(instance)
                        .startAfterActivity("Task_PrivacyReview")
                        .execute());
        doors.put(
                "modification of many",
                () -> runtime.createModification(definition)
                        .processInstanceIds(instance)
                        .cancelAllForActivity("Task_PrivacyReview")
                        .executeAsync());
        doors.put(
                "migration",
                () -> runtime.createMigrationPlan(definition, definition)
                        .mapEqualActivities()
                        .build());
        doors.put(
                "restart",
                () -> runtime.restartProcessInstances(definition)
                        .processInstanceIds(instance)
                        .startBeforeActivity("Task_PrivacyReview")
                        .execute());
        doors.put("delete", () -> runtime.deleteProcessInstance(instance, "because"));
        doors.put("delete many", () -> runtime.deleteProcessInstancesAsync(List.of(instance), "because"));
        doors.put("suspend", () -> runtime.suspendProcessInstanceById(instance));
        doors.put(
                "suspend many",
                () -> runtime.updateProcessInstanceSuspensionState()
                        .byProcessInstanceIds(instance)
                        .suspendAsync());
        doors.put("suspend definition", () -> ENGINE.getRepositoryService().suspendProcessDefinitionById(definition));
        doors.put("message", () -> runtime.correlateMessage(Processes.RELEASE_WITHDRAWN, road.release));
        doors.put("signal", () -> runtime.signalEventReceived("anything"));
        doors.put("start", () -> runtime.startProcessInstanceByKey(PRIVACY_REVIEW));
        doors.put("suspend job", () -> JOBS.suspendJobById(job.getId()));
        doors.put("execute job", () -> JOBS.executeJob(job.getId()));
        doors.put("delete job", () -> JOBS.deleteJob(job.getId()));
        doors.put("due date", () -> JOBS.setJobDuedate(job.getId(), new Date(0)));
        doors.put("priority", () -> JOBS.setJobPriority(job.getId(), 1));
        doors.put("retries of many", () -> JOBS.setJobRetriesAsync(List.of(job.getId()), 1));
        doors.put("batch", () -> JOBS.deleteBatch("none", true));
        doors.put("external task", () -> ENGINE.getExternalTaskService().complete("none", "worker"));
        doors.put("history", () -> ENGINE.getHistoryService().deleteHistoricProcessInstance(instance));
        doors.put("grant", () -> {
            Authorization grant =
                    ENGINE.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            ENGINE.getAuthorizationService().saveAuthorization(grant);
        });
        doors.put(
                "filter",
                () -> ENGINE.getFilterService()
                        .saveFilter(ENGINE.getFilterService().newTaskFilter("mine")));
        doors.put("password", () -> ENGINE.getIdentityService().checkPassword("operator-1", "guess"));
        return doors;
    }

    private void logInAsAdministrator() {
        for (Resources resource : Resources.values()) {
            Authorization all = ENGINE.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            all.setUserId(ADMINISTRATOR);
            all.setResource(resource);
            all.setResourceId(Authorization.ANY);
            all.addPermission(Permissions.ALL);
            ENGINE.getAuthorizationService().saveAuthorization(all);
        }
        List<String> groups =
                new ArrayList<>(Arrays.stream(Role.values()).map(Role::group).toList());
        groups.add("camunda-admin");
        ENGINE.getIdentityService().setAuthentication(ADMINISTRATOR, groups);
    }

    private static void logIn(String subject, Role role) {
        ENGINE.getIdentityService().setAuthentication(subject, List.of(role.group()));
    }

    /** A job that nobody has run yet: the first step of another case. */
    private static Job waitingJob() {
        String instance = ENGINE.getRuntimeService()
                .startProcessInstanceByKey(
                        PRIVACY_REVIEW,
                        Map.of(
                                Variables.RELEASE,
                                new Road(ENGINE).release,
                                Variables.ACTED_BY,
                                "somebody",
                                Variables.ACTED_ROLE,
                                "ml-engineer"))
                .getId();
        return JOBS.createJobQuery().processInstanceId(instance).singleResult();
    }

    private static Job job(String id) {
        return JOBS.createJobQuery().jobId(id).singleResult();
    }

    private String assignee() {
        return TASKS.createTaskQuery().taskId(task.getId()).singleResult().getAssignee();
    }

    private static void refused(String code, ThrowingCallable door) {
        assertThatThrownBy(door).isInstanceOf(AuthorizationException.class).hasMessageContaining(code);
    }
}
