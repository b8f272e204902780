package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.workflows.Processes;
import io.imprimatur.workflows.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageConfigurator;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;

/** One case on its road: starts it, runs its jobs, and decides its tasks as people of the demo's roles would. */
final class Road {

    static final String DIGEST = "0".repeat(64);

    private final ProcessEngine engine;
    final String release = ReleaseId.random().toString();

    Road(ProcessEngine engine) {
        this.engine = engine;
        Deployment.deploy(engine.getRepositoryService());
        new Access(engine).grant();
    }

    /** Asserts 100 % of the process that the class is about. */
    static ProcessEngineCoverageExtension covering(ProcessEngineConfigurationImpl engine, String... others) {
        return coveringAll(engine, Stream.concat(Stream.of(others), Stream.of(Processes.OVERDUE_TASK)));
    }

    /** As {@link #covering}, with the chase that runs beside every task of a person. */
    static ProcessEngineCoverageExtension coveringChase(ProcessEngineConfigurationImpl engine, String... others) {
        return coveringAll(engine, Stream.of(others));
    }

    private static ProcessEngineCoverageExtension coveringAll(
            ProcessEngineConfigurationImpl engine, Stream<String> others) {
        ProcessCoverageConfigurator.initializeProcessCoverageExtensions(engine);
        return ProcessEngineCoverageExtension.builder(engine)
                .assertClassCoverageAtLeast(1.0)
                .excludeProcessDefinitionKeys(others.toArray(String[]::new))
                .build();
    }

    Road start(String process) {
        return start(process, Map.of());
    }

    Road start(String process, Map<String, Object> more) {
        Map<String, Object> variables = new HashMap<>(more);
        variables.put(Variables.RELEASE, release);
        variables.put(Variables.ACTED_BY, "somebody");
        variables.put(Variables.ACTED_ROLE, "ml-engineer");
        engine.getRuntimeService().startProcessInstanceByKey(process, release, variables);
        return runJobs();
    }

    Road startByMessage(String message) {
        engine.getRuntimeService().startProcessInstanceByMessage(message, release, Map.of(Variables.RELEASE, release));
        return runJobs();
    }

    /** Runs what is due, until the case waits for a timer, a message or a person. */
    Road runJobs() {
        for (List<Job> due = jobs(false); !due.isEmpty(); due = jobs(false)) {
            for (Job job : due) {
                engine.getManagementService().executeJob(job.getId());
            }
        }
        return this;
    }

    /** Lets the time of the one running timer pass. */
    Road letTimePass() {
        List<Job> timers = jobs(true);
        if (timers.size() != 1) {
            throw new AssertionError("expected one timer, found " + timers.size());
        }
        engine.getManagementService().executeJob(timers.get(0).getId());
        return runJobs();
    }

    /** Runs the timers that the engine's time has reached. */
    Road runDueTimers() {
        engine.getManagementService().createJobQuery().timers().executable().list().stream()
                .filter(job -> instances().stream()
                        .anyMatch(instance -> instance.getId().equals(job.getProcessInstanceId())))
                .forEach(job -> engine.getManagementService().executeJob(job.getId()));
        return runJobs();
    }

    String groupOf(Task task) {
        return engine.getTaskService().getIdentityLinksForTask(task.getId()).stream()
                .map(IdentityLink::getGroupId)
                .findFirst()
                .orElseThrow();
    }

    Road message(String name) {
        Execution waiting = engine.getRuntimeService()
                .createExecutionQuery()
                .processInstanceBusinessKey(release)
                .messageEventSubscriptionName(name)
                .list()
                .get(0);
        engine.getRuntimeService().messageEventReceived(name, waiting.getId());
        return runJobs();
    }

    Road decide(String role, String decision) {
        return complete(role, answers(role, decision));
    }

    /**
     * What a person of the role sends: the privacy officer states the residual risk, the risk manager names the
     * category of the EU AI Act, too.
     */
    static Map<String, Object> answers(String role, String decision) {
        Map<String, Object> answers = new HashMap<>(
                Map.of(Variables.DECISION, decision, Variables.REASON, "because", Variables.EVIDENCE_DIGEST, DIGEST));
        if (role.equals("privacy-officer") && decision.equals("approve")) {
            answers.put(Variables.RESIDUAL_RISK, "low");
        }
        if (role.equals("risk-manager") && decision.equals("approve")) {
            answers.put(Variables.EU_AI_ACT_CATEGORY, "high");
            answers.put(Variables.EU_AI_ACT_REASON, "Annex III, 5(b)");
        }
        return answers;
    }

    Road complete(String role, Map<String, Object> variables) {
        complete(task(), "the-" + role, List.of(role), variables);
        return runJobs();
    }

    Road decide(Task task, String role, String decision) {
        complete(task, "the-" + role, List.of(role), answers(role, decision));
        return runJobs();
    }

    void complete(Task task, String subject, List<String> groups, Map<String, Object> variables) {
        engine.getIdentityService().setAuthentication(subject, groups);
        try {
            engine.getTaskService().complete(task.getId(), variables);
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    List<Task> tasks() {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(release)
                .list();
    }

    Task task() {
        List<Task> tasks = tasks();
        if (tasks.size() != 1) {
            throw new AssertionError("expected one task, found " + tasks);
        }
        return tasks.get(0);
    }

    /** The key of the one task that waits. */
    String waitsAt() {
        return task().getTaskDefinitionKey();
    }

    boolean isOver() {
        return instances().isEmpty();
    }

    /** How the process of this key ended, last. */
    String outcomeOf(String process) {
        HistoricProcessInstance ended = engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(release)
                .processDefinitionKey(process)
                .orderByProcessInstanceEndTime()
                .desc()
                .list()
                .get(0);
        HistoricVariableInstance outcome = engine.getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(ended.getId())
                .variableName(Variables.OUTCOME)
                .singleResult();
        return String.valueOf(outcome.getValue());
    }

    List<String> variablesEver() {
        List<String> names = new ArrayList<>();
        engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(release)
                .list()
                .forEach(instance -> engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(instance.getId())
                        .list()
                        .forEach(variable -> names.add(variable.getName() + "=" + variable.getValue())));
        return names;
    }

    private List<ProcessInstance> instances() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(release)
                .list();
    }

    private List<Job> jobs(boolean timers) {
        List<Job> found = new ArrayList<>();
        for (ProcessInstance instance : instances()) {
            var query = engine.getManagementService().createJobQuery().processInstanceId(instance.getId());
            found.addAll((timers ? query.timers() : query.messages()).list());
        }
        return found;
    }
}
