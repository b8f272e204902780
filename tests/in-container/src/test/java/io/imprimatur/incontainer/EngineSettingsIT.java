package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.JakartaTransactionProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.management.SchemaLogEntry;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The engine as the product sets it, on the server. */
@ArquillianTest
class EngineSettingsIT {

    private static final String VERSION = "7.24.0";

    @Inject
    ProcessEngine engine;

    @Test
    void engine_and_tables_are_of_the_version_that_was_tried() {
        var management = engine.getManagementService();

        assertThat(management.getTelemetryData().getProduct().getVersion()).isEqualTo(VERSION);
        assertThat(management.createSchemaLogQuery().list())
                .extracting(SchemaLogEntry::getVersion)
                .containsExactly(VERSION);
    }

    @Test
    @SuppressWarnings("BanJNDI") // the name is a constant of the server
    void transactions_are_the_servers() throws NamingException {
        assertThat(settings()).isInstanceOf(JakartaTransactionProcessEngineConfiguration.class);
        assertThat(settings().isTransactionsExternallyManaged()).isTrue();
        assertThat(((JakartaTransactionProcessEngineConfiguration) settings()).getTransactionManager())
                .isSameAs(InitialContext.doLookup("java:appserver/TransactionManager"));
    }

    @Test
    void history_is_full() {
        assertThat(settings().getHistoryLevel()).isEqualTo(HistoryLevel.HISTORY_LEVEL_FULL);
    }

    @Test
    void who_holds_no_grant_sees_no_process() {
        assertThat(settings().isAuthorizationEnabled()).isTrue();
        assertThat(processesSeenBy("auditor")).isZero();
        assertThat(processesSeenBy("operator")).isPositive();
    }

    @Test
    void jobs_are_looked_for_and_run_on_managed_threads() {
        assertThat(settings().getJobExecutor().isActive()).isTrue();
        try (Trial trial = Trial.ofStep(engine, "witness", true)) {
            String instance = trial.start(Map.of(Witness.MODEL, "managed-thread"));
            trial.awaitEnd(instance);

            assertThat(trial.variable(instance, Witness.JOB)).isEqualTo(true);
        }
    }

    @Test
    void no_script_runs_not_even_in_the_engines_own_language() {
        // The engine brings a script engine for "juel"; others may come with a class path.
        for (String language : List.of("juel", "javascript", "groovy")) {
            var model = Trial.model()
                    .scriptTask()
                    .scriptFormat(language)
                    .scriptText("${1 + 1}")
                    .endEvent()
                    .done();
            try (Trial trial = Trial.of(engine, model)) {
                assertThatThrownBy(() -> trial.start(Map.of()))
                        .isInstanceOf(ProcessEngineException.class)
                        .hasMessageContaining("Can't find scripting engine for '" + language + "'");
                assertThat(trial.instances()).isZero();
            }
        }
    }

    private long processesSeenBy(String group) {
        var identity = engine.getIdentityService();
        identity.setAuthentication("somebody", List.of(group));
        try {
            return engine.getRepositoryService().createProcessDefinitionQuery().count();
        } finally {
            identity.clearAuthentication();
        }
    }

    private ProcessEngineConfigurationImpl settings() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }
}
