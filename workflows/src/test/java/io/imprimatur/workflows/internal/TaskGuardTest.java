package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static io.imprimatur.workflows.Processes.RELEASE_MODEL;
import static io.imprimatur.workflows.Processes.ROLLED_BACK_IN_SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Processes;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tries to get past the guard by every door of the engine. */
class TaskGuardTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();
    private static final ProcessEngine ENGINE =
            Engines.with(DECISIONS, STEPS.beans()).buildProcessEngine();
    private static final List<String> OFFICERS = List.of("privacy-officer");

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
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Map<String, Object> approval() {
        return Map.of("decision", "approve", "evidenceDigest", Road.DIGEST, "residualRisk", "low");
    }

    private static void logIn(String subject, String... groups) {
        ENGINE.getIdentityService().setAuthentication(subject, List.of(groups));
    }

    @Test
    void a_decision_is_taken_in_the_name_and_role_of_whoever_completes() {
        road.complete(task, "officer-1", OFFICERS, approval());

        assertThat(DECISIONS.taken).singleElement().satisfies(taken -> {
            assertThat(taken.decision()).isEqualTo("approve");
            assertThat(taken.evidence()).isEqualTo(Road.DIGEST);
            assertThat(taken.act().actor().subject()).isEqualTo("officer-1");
            assertThat(taken.act().role()).isEqualTo(Role.PRIVACY_OFFICER);
            assertThat(taken.act().cause()).isEqualTo("privacy-review/Task_PrivacyReview");
            assertThat(String.valueOf(taken.act().release())).isEqualTo(road.release);
        });
        assertThat(Acts.current().actor().subject()).isEqualTo("system");
    }

    @Test
    void the_form_service_is_guarded_like_the_task_service() {
        logIn("officer-1", "privacy-officer");

        ENGINE.getFormService().submitTaskForm(task.getId(), approval());

        assertThat(DECISIONS.taken).hasSize(1);
    }

    @Test
    void nobody_completes_a_task_without_being_logged_in() {
        assertThatThrownBy(() -> ENGINE.getTaskService().complete(task.getId(), approval()))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("logged in");
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void another_group_is_refused() {
        assertThatThrownBy(() -> road.complete(task, "engineer", List.of("ml-engineer"), approval()))
                .isInstanceOf(AuthorizationException.class);
    }

    @Test
    void an_administrator_is_refused_like_anybody_else() {
        Authorization all = ENGINE.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        all.setUserId("root-of-all");
        all.setResource(Resources.PROCESS_DEFINITION);
        all.setResourceId(Authorization.ANY);
        all.addPermission(Permissions.ALL);
        String grant = ENGINE.getAuthorizationService().saveAuthorization(all).getId();
        try {
            assertThatThrownBy(() -> road.complete(task, "root-of-all", List.of("camunda-admin"), approval()))
                    .isInstanceOf(AuthorizationException.class)
                    .hasMessageContaining("ROLE_MISSING");
        } finally {
            ENGINE.getAuthorizationService().deleteAuthorization(grant);
        }
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void a_task_that_another_person_claimed_is_refused() {
        logIn("officer-1", "privacy-officer");
        ENGINE.getTaskService().claim(task.getId(), "officer-1");

        assertThatThrownBy(() -> road.complete(task, "officer-2", OFFICERS, approval()))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("TASK_ASSIGNED_TO_ANOTHER");
    }

    @Test
    void a_deputy_completes_what_the_one_she_stands_in_for_has_claimed_in_her_own_name() {
        logIn("officer-1", "privacy-officer");
        ENGINE.getTaskService().claim(task.getId(), "officer-1");
        DECISIONS.deputies.put("officer-2", "officer-1");

        road.complete(task, "officer-2", OFFICERS, approval());

        assertThat(DECISIONS.taken)
                .singleElement()
                .satisfies(taken -> assertThat(taken.act().actor().subject()).isEqualTo("officer-2"));
        assertThat(DECISIONS.standIns).containsExactly("officer-1");
    }

    @Test
    void a_person_with_another_duty_in_the_release_cannot_claim() {
        DECISIONS.duties.put("officer-1", "submitter");
        logIn("officer-1", "privacy-officer");

        assertThatThrownBy(() -> ENGINE.getTaskService().claim(task.getId(), "officer-1"))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("SEPARATION_OF_DUTIES");
    }

    @Test
    void what_the_release_forbids_is_forbidden_and_leaves_the_task_open() {
        DECISIONS.refusal = DomainException.forbidden("SEPARATION_OF_DUTIES", "the submitter cannot approve");

        assertThatThrownBy(() -> road.complete(task, "officer-1", OFFICERS, approval()))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("SEPARATION_OF_DUTIES");
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void an_older_digest_is_told_as_a_bad_request_with_its_code() {
        DECISIONS.refusal = DomainException.stale("EVIDENCE_CHANGED", "read it again");

        assertThatThrownBy(() -> road.complete(task, "officer-1", OFFICERS, approval()))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessage("EVIDENCE_CHANGED: read it again");
    }

    @Test
    void a_decision_the_task_does_not_know_is_refused() {
        assertThatThrownBy(() -> road.complete(
                        task, "officer-1", OFFICERS, Map.of("decision", "proceed", "evidenceDigest", Road.DIGEST)))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("DECISION_INVALID");
    }

    @Test
    void the_decision_of_an_earlier_round_is_not_taken_for_a_new_one() {
        road.decide("privacy-officer", "return").complete("ml-engineer", Map.of());

        assertThatThrownBy(() ->
                        road.complete("privacy-officer", Map.of("reason", "because", "evidenceDigest", Road.DIGEST)))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("DECISION_INVALID");
    }

    @Test
    void a_rejection_without_a_reason_is_refused() {
        assertThatThrownBy(() -> road.complete(
                        task, "officer-1", OFFICERS, Map.of("decision", "reject", "evidenceDigest", Road.DIGEST)))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("REASON_MISSING");
    }

    @Test
    void an_approval_without_the_digest_is_refused() {
        assertThatThrownBy(() -> road.complete(task, "officer-1", OFFICERS, Map.of("decision", "approve")))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("EVIDENCE_DIGEST_MISSING");
    }

    @Test
    void no_other_variable_can_be_slipped_into_a_completion() {
        assertThatThrownBy(() -> road.complete(
                        task, "officer-1", OFFICERS, Map.of("decision", "approve", "actedBy", "somebody-else")))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("TASK_VARIABLE_UNKNOWN");
    }

    @Test
    void free_text_never_reaches_the_variables_of_the_engine() {
        road.decide("privacy-officer", "reject");

        assertThat(DECISIONS.taken.get(0).reason()).isEqualTo("because");
        assertThat(road.variablesEver()).isNotEmpty().noneMatch(variable -> variable.contains("because"));
    }

    @Test
    void a_high_residual_risk_is_not_approved_before_the_authority_was_consulted() {
        Map<String, Object> high = new HashMap<>(approval());
        high.put("residualRisk", "high");
        assertThatThrownBy(() -> road.complete(task, "officer-1", OFFICERS, high))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("PRIOR_CONSULTATION_MISSING");
        logIn("officer-1", "privacy-officer");
        assertThatThrownBy(() -> ENGINE.getFormService().submitTaskForm(task.getId(), high))
                .hasMessageContaining("PRIOR_CONSULTATION_MISSING");
        ENGINE.getIdentityService().clearAuthentication();
        assertThat(DECISIONS.taken).isEmpty();
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");

        high.put("consultationReference", "LfD 7/2026");
        high.put("consultationDate", "2026-03-31");
        high.put("consultationOutcome", "advice");
        road.complete(task, "officer-1", OFFICERS, high);

        assertThat(DECISIONS.residualRisk)
                .containsEntry("residualRisk", "high")
                .containsEntry("consultationReference", "LfD 7/2026");
        assertThat(road.outcomeOf(PRIVACY_REVIEW)).isEqualTo("approved");
        assertThat(road.variablesEver())
                .isNotEmpty()
                .noneMatch(variable -> variable.contains("LfD") || variable.contains("residual"));
    }

    @Test
    void an_incident_review_without_a_root_cause_is_refused_and_with_one_is_written_down() {
        Road incident = new Road(ENGINE).startByMessage(ROLLED_BACK_IN_SERVICE);
        assertThatThrownBy(() -> incident.complete("operator", Map.of()))
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("ROOT_CAUSE_MISSING");

        incident.complete("release-manager", Map.of("rootCause", "codes without bounds"));

        assertThat(DECISIONS.taken)
                .singleElement()
                .satisfies(taken -> assertThat(taken.reason()).contains("codes without bounds"));
        assertThat(incident.outcomeOf(RELEASE_MODEL)).isEqualTo("rolled-back");
    }

    @Test
    void the_side_doors_of_the_engine_are_closed_to_whoever_is_logged_in() {
        logIn("officer-1", "privacy-officer");
        var tasks = ENGINE.getTaskService();
        var runtime = ENGINE.getRuntimeService();
        String id = task.getId();
        String instance = task.getProcessInstanceId();

        List<Runnable> doors = List.of(
                () -> tasks.setVariable(id, "actedBy", "x"),
                () -> tasks.setVariableLocal(id, "decision", "approve"),
                () -> tasks.removeVariable(id, "actedBy"),
                () -> tasks.resolveTask(id, Map.of("decision", "approve")),
                () -> tasks.delegateTask(id, "officer-2"),
                () -> tasks.handleBpmnError(id, "HOSTILE_ARCHIVE"),
                () -> tasks.handleEscalation(id, "anything"),
                () -> runtime.setVariable(instance, "actedBy", "x"),
                () -> runtime.createProcessInstanceModification(instance)
                        .startBeforeActivity("EndEvent_Approved")
                        .execute(),
                () -> runtime.startProcessInstanceByKey(Processes.STAGED_ROLLOUT),
                () -> runtime.createMessageCorrelation(Processes.RELEASE_WITHDRAWN)
                        .correlateAll(),
                () -> ENGINE.getRepositoryService()
                        .createDeployment()
                        .addInputStream("x.bpmn", new ByteArrayInputStream(new byte[0]))
                        .deploy());

        for (Runnable door : doors) {
            assertThatThrownBy(door::run).isInstanceOf(AuthorizationException.class);
        }
        ENGINE.getIdentityService().clearAuthentication();
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void an_expression_in_a_query_is_never_evaluated() {
        logIn("officer-1", "privacy-officer");
        TaskQuery direct = ENGINE.getTaskService().createTaskQuery().taskNameLike("x");
        ((TaskQueryImpl) direct).addExpression("taskNameLike", "${7 * 6}");
        TaskQuery inOr = ENGINE.getTaskService()
                .createTaskQuery()
                .or()
                .taskAssigneeExpression("${intake.toString()}")
                .endOr();

        assertThatThrownBy(direct::list).isInstanceOf(BadUserRequestException.class);
        assertThatThrownBy(inOr::list)
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("QUERY_EXPRESSION");
        assertThatThrownBy(inOr::count).isInstanceOf(BadUserRequestException.class);
        String filter = ENGINE.getFilterService()
                .createTaskFilterQuery()
                .filterName("My role's tasks")
                .singleResult()
                .getId();
        assertThatThrownBy(() -> ENGINE.getFilterService().list(filter, inOr))
                .isInstanceOf(BadUserRequestException.class);
    }

    @Test
    void a_reviewer_sees_the_tasks_of_his_role_and_no_others() {
        String filter = ENGINE.getFilterService()
                .createTaskFilterQuery()
                .filterName("My role's tasks")
                .singleResult()
                .getId();

        logIn("officer-1", "privacy-officer");
        assertThat(ENGINE.getFilterService().<Task>listPage(filter, 0, 500))
                .extracting(Task::getId)
                .contains(task.getId());

        logIn("manager-1", "risk-manager");
        assertThat(ENGINE.getFilterService().<Task>listPage(filter, 0, 500))
                .extracting(Task::getId)
                .doesNotContain(task.getId());
        assertThat(ENGINE.getTaskService()
                        .createTaskQuery()
                        .taskId(task.getId())
                        .count())
                .isZero();
    }

    @Test
    void no_script_engine_is_found() {
        var configuration = (ProcessEngineConfigurationImpl) ENGINE.getProcessEngineConfiguration();

        assertThat(configuration.getScriptEngineResolver()).isInstanceOf(NoScripts.class);
        assertThat(configuration.getScriptEngineResolver().getScriptEngine("javascript", false))
                .isNull();
        assertThat(configuration
                        .getScriptEngineResolver()
                        .getScriptEngineManager()
                        .getEngineFactories())
                .isEmpty();
    }
}
