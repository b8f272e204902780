package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Models;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.workflows.Variables;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What a person set going is audited in that person's name, also where a job thread goes on with it. */
@ArquillianTest
class ActingPersonIT {

    private static final String ENTRIES = "select actor || ' ' || cause from audit.ledger where release_id = ?";
    private static final String REVISIONS = "select actor || ' ' || cause from audit.revision where release_id = ?";

    @Inject
    ProcessEngine engine;

    @Inject
    ArtifactStore artifacts;

    @Inject
    Models models;

    @Inject
    Versions versions;

    @Inject
    Releases releases;

    @Inject
    Database database;

    /** The server forbids the user's own handle where one transactional bean was called within its own call. */
    @Resource(lookup = "java:appserver/TransactionManager")
    TransactionManager transaction;

    private final String engineer = UUID.randomUUID().toString();
    private final String colleague = UUID.randomUUID().toString();

    @Test
    void the_jobs_of_a_release_act_in_the_name_of_its_submitter() throws Exception {
        ReleaseId release = submit("submitted-by-somebody");
        // The card's sample does not fit its inputs, which intake finds out on a job thread.
        Trial.eventually().until(() -> releases.get(release).state() == ReleaseState.REJECTED);

        for (String audit : List.of(ENTRIES, REVISIONS)) {
            assertThat(database.column(audit, release.value()))
                    .contains(engineer + " release-model/Task_Intake")
                    .allSatisfy(row -> assertThat(row).startsWith(engineer));
        }
    }

    @Test
    void the_job_after_a_task_acts_in_the_name_of_who_completed_it() throws Exception {
        ReleaseId release = suspended("reworked-by-a-colleague");
        try (Trial trial = Trial.of(engine, taskThenJob())) {
            String instance = trial.start(Map.of(Variables.RELEASE, release.toString(), Variables.ACTED_BY, engineer));
            complete(instance);
            trial.awaitEnd(instance);

            assertThat(database.column(ENTRIES, release.value()))
                    .contains(colleague + " trial/Task_Rework", colleague + " trial/Task_RecordNoTest");
            assertThat(database.column(REVISIONS, release.value())).contains(colleague + " trial/Task_RecordNoTest");
        }
    }

    /** One of the product's tasks, and then one of its steps in a job. */
    private static BpmnModelInstance taskThenJob() {
        return Trial.model()
                .userTask("Task_Rework")
                .camundaCandidateGroups(Role.ML_ENGINEER.group())
                .serviceTask("Task_RecordNoTest")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${noTest}")
                .endEvent()
                .done();
    }

    private void complete(String instance) {
        var identity = engine.getIdentityService();
        identity.setAuthentication(colleague, List.of(Role.ML_ENGINEER.group()));
        try {
            String task = engine.getTaskService()
                    .createTaskQuery()
                    .processInstanceId(instance)
                    .singleResult()
                    .getId();
            engine.getTaskService().complete(task);
        } finally {
            identity.clearAuthentication();
        }
    }

    /** A release whose own case does not go on. */
    private ReleaseId suspended(String model) throws Exception {
        transaction.begin();
        ReleaseId release = submit(model);
        var runtime = engine.getRuntimeService();
        runtime.suspendProcessInstanceById(runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(release.toString())
                .singleResult()
                .getId());
        transaction.commit();
        return release;
    }

    private ReleaseId submit(String model) throws IOException {
        Actor submitter = new Actor(engineer, Set.of(Role.ML_ENGINEER));
        try (Acts.Scope act = Acts.begin(Act.of(submitter, "in-container"))) {
            models.register(ModelName.of(model), "To be released by somebody.");
            Version version = versions.add(ModelName.of(model), artifact(), card());
            return releases.submit(version.id(), document("plan.json")).id();
        }
    }

    private static JsonNode card() throws IOException {
        ObjectNode card = (ObjectNode) document("card.json");
        card.putArray("sample").addArray().add(1);
        return card;
    }

    private Digest artifact() throws IOException {
        try (InputStream bytes =
                Objects.requireNonNull(ActingPersonIT.class.getResourceAsStream("/examples/model.pt"))) {
            return artifacts.store(bytes, null).digest();
        }
    }

    private static JsonNode document(String name) throws IOException {
        try (InputStream stream = ActingPersonIT.class.getResourceAsStream("/examples/" + name)) {
            return CanonicalJson.mapper().readTree(stream);
        }
    }
}
