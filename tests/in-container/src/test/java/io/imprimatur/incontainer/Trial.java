package io.imprimatur.incontainer;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.StartEventBuilder;

/** A process for one test, gone with all its traces when it is closed. */
final class Trial implements AutoCloseable {

    static final String KEY = "trial";

    private final ProcessEngine engine;
    private final String deployment;
    private final String definition;

    private Trial(ProcessEngine engine, DeploymentWithDefinitions deployed) {
        this.engine = engine;
        this.deployment = deployed.getId();
        this.definition = deployed.getDeployedProcessDefinitions().get(0).getId();
    }

    static StartEventBuilder model() {
        return Bpmn.createExecutableProcess(KEY)
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent();
    }

    static Trial of(ProcessEngine engine, BpmnModelInstance model) {
        return new Trial(
                engine,
                engine.getRepositoryService()
                        .createDeployment()
                        .addModelInstance(KEY + ".bpmn", model)
                        .deployWithResult());
    }

    /** One service task, in the starter's thread or in a job's. */
    static Trial ofStep(ProcessEngine engine, String bean, boolean asJob) {
        return of(
                engine,
                model().serviceTask("Task_Step")
                        .camundaAsyncBefore(asJob)
                        .camundaDelegateExpression("${" + bean + "}")
                        .endEvent()
                        .done());
    }

    /** Starts the process. @return the id of the instance */
    String start(Map<String, Object> variables) {
        return engine.getRuntimeService()
                .startProcessInstanceById(definition, variables)
                .getId();
    }

    long instances() {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processDefinitionId(definition)
                .count();
    }

    void awaitEnd(String instance) {
        eventually()
                .until(() -> engine.getHistoryService()
                                .createHistoricProcessInstanceQuery()
                                .processInstanceId(instance)
                                .finished()
                                .count()
                        == 1);
    }

    void awaitFailure(String instance) {
        eventually()
                .until(() -> engine.getManagementService()
                                .createJobQuery()
                                .processInstanceId(instance)
                                .withException()
                                .count()
                        == 1);
    }

    /** Lets the job that failed be run again at once. */
    void retry(String instance) {
        engine.getManagementService()
                .createJobQuery()
                .processInstanceId(instance)
                .list()
                .forEach(job -> engine.getManagementService().setJobDuedate(job.getId(), null));
    }

    /** What the history says of a variable; null if it was never set. */
    Object variable(String instance, String name) {
        HistoricVariableInstance variable = engine.getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(instance)
                .variableName(name)
                .singleResult();
        return variable == null ? null : variable.getValue();
    }

    /** Asks on this thread, where the server's beans are at hand. */
    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .pollInSameThread();
    }

    @Override
    public void close() {
        engine.getRepositoryService().deleteDeployment(deployment, true);
    }
}
