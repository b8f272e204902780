package io.imprimatur.workflows.internal;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** How every engine of the house is set, in production and in tests alike; transactions and identity are apart. */
final class EngineSettings {

    /** The longest page that anybody who is logged in may ask for; Cockpit asks for no longer one. */
    static final int LONGEST_PAGE = 2_000;

    private EngineSettings() {}

    /** Sets what does not depend on where the engine runs. */
    static void apply(ProcessEngineConfigurationImpl engine, Decisions decisions, Invitations invitations) {
        engine.setProcessEngineName("default");
        engine.setDatabaseType("postgres");
        // The tables come with the migrations; the run-time role may not create any.
        engine.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
        engine.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        engine.setEnforceHistoryTimeToLive(true);
        engine.setMetricsEnabled(false);
        engine.setTaskMetricsEnabled(false);
        engine.setDefaultNumberOfRetries(3);
        engine.setFailedJobRetryTimeCycle("R3/PT5S");
        engine.setEnableExceptionsAfterUnhandledBpmnError(true);
        // A refused command is told to whoever sent it; failed jobs are logged by the job executor.
        engine.setEnableCmdExceptionLogging(false);
        secure(engine);
        listen(engine, decisions, invitations);
    }

    private static void secure(ProcessEngineConfigurationImpl engine) {
        engine.setAuthorizationEnabled(true);
        engine.setAuthorizationCheckRevokes(ProcessEngineConfiguration.AUTHORIZATION_CHECK_REVOKE_NEVER);
        // Candidates may claim and complete; they may not set variables or assign others.
        engine.setDefaultUserPermissionNameForTask(Permissions.TASK_WORK.getName());
        engine.setGeneralResourceWhitelistPattern("[a-zA-Z0-9-]+");
        engine.setEnableExpressionsInAdhocQueries(false);
        // Our own filters say ${currentUser()}; nobody else may store one (no group has CREATE on FILTER).
        engine.setEnableExpressionsInStoredQueries(true);
        engine.setQueryMaxResultsLimit(LONGEST_PAGE);
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setScriptEngineResolver(new NoScripts());
        engine.setEnableScriptEngineLoadExternalResources(false);
    }

    private static void listen(ProcessEngineConfigurationImpl engine, Decisions decisions, Invitations invitations) {
        // The desk sets a task's date before anybody is told of the task.
        engine.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(
                new ParseGuards(new TaskGuard(decisions), new TaskDesk(decisions)),
                new ParseInvitations(invitations))));
        // Outside the engine's own interceptors, and so outside its transaction.
        engine.setCustomPreCommandInterceptorsTxRequired(new ArrayList<>(List.of(new CommandGate(engine))));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(new ArrayList<>(List.of(new CommandGate(engine))));
    }
}
