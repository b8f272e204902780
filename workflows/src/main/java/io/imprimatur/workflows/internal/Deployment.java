package io.imprimatur.workflows.internal;

import io.imprimatur.workflows.Processes;
import java.io.InputStream;
import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;

/**
 * The processes, the decision and the forms of this archive, as one deployment: they belong together, and a case goes
 * on with those it began with. Nothing new is deployed when nothing changed.
 */
final class Deployment {

    /** In the deployment named without the folder; a form key says {@code embedded:deployment:forms/sign-off.html}. */
    private static final String FOLDER = "processes/";

    static final List<String> RESOURCES = List.of(
            model(Processes.RELEASE_MODEL),
            model(Processes.PRIVACY_REVIEW),
            model(Processes.RISK_ASSESSMENT),
            model(Processes.AB_TEST),
            model(Processes.STAGED_ROLLOUT),
            model(Processes.SERVICE_WATCH),
            model(Processes.OVERDUE_TASK),
            table(Processes.RELEASE_RISK),
            table(Processes.RISK_CONSEQUENCES),
            "forms/privacy-review.html",
            "forms/risk-assessment.html",
            "forms/sign-off.html",
            "forms/re-attestation.html",
            "forms/rework.html",
            "forms/undecided.html",
            "forms/incident-review.html");

    private Deployment() {}

    static void deploy(RepositoryService repository) {
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name("imprimatur")
                .source("archive")
                .enableDuplicateFiltering(false);
        for (String resource : RESOURCES) {
            deployment.addInputStream(resource, open(resource));
        }
        deployment.deploy();
    }

    static InputStream open(String resource) {
        InputStream stream = Deployment.class.getClassLoader().getResourceAsStream(FOLDER + resource);
        if (stream == null) {
            throw new IllegalStateException("The archive lacks " + FOLDER + resource);
        }
        return stream;
    }

    private static String table(String decision) {
        return decision + "/" + decision + ".dmn";
    }

    private static String model(String process) {
        return process + "/" + process + ".bpmn";
    }
}
