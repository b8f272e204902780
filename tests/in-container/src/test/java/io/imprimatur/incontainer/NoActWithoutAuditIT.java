package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.Models;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What cannot be audited does not happen: the database refuses one row of the audit, and the act has no effect. */
@ArquillianTest
class NoActWithoutAuditIT {

    private static final String LEDGER = "audit.ledger";
    private static final String REVISION = "audit.revision";
    private static final String HISTORY = "registry.model_aud";

    @Inject
    ProcessEngine engine;

    @Inject
    Models models;

    @Inject
    Database database;

    @Test
    void without_a_ledger_entry_a_request_does_nothing() throws SQLException {
        requestWithout(LEDGER, "cause", "request-without-entry");
    }

    @Test
    void without_a_revision_a_request_does_nothing() throws SQLException {
        requestWithout(REVISION, "cause", "request-without-revision");
    }

    @Test
    void without_a_row_of_history_a_request_does_nothing() throws SQLException {
        requestWithout(HISTORY, "name", "request-without-history");
    }

    @Test
    void without_a_ledger_entry_a_job_does_nothing() throws SQLException {
        jobWithout(LEDGER, "cause", "job-without-entry");
    }

    @Test
    void without_a_revision_a_job_does_nothing() throws SQLException {
        jobWithout(REVISION, "cause", "job-without-revision");
    }

    /** Envers writes its rows only when the transaction completes: the engine's rows must go with it even then. */
    @Test
    void without_a_row_of_history_a_job_does_nothing() throws SQLException {
        jobWithout(HISTORY, "name", "job-without-history");
    }

    private void requestWithout(String table, String column, String model) throws SQLException {
        try (var refusal = database.refuse(table, condition(column, model))) {
            assertThatThrownBy(() -> register(model)).isInstanceOf(RuntimeException.class);

            Traces.require(database, model);
        }
        register(model);
        Traces.require(database, model, "model", "model_aud", "revision", "ledger");
    }

    private void jobWithout(String table, String column, String model) throws SQLException {
        try (Trial trial = Trial.ofStep(engine, "witness", true)) {
            String instance;
            try (var refusal = database.refuse(table, condition(column, model))) {
                instance = trial.start(Map.of(Witness.MODEL, model));
                trial.awaitFailure(instance);

                Traces.require(database, model);
                assertThat(trial.variable(instance, Witness.ENGINE)).isNull();
            }
            trial.retry(instance);
            trial.awaitEnd(instance);
            Traces.require(database, model, "model", "model_aud", "revision", "ledger");
        }
    }

    private void register(String model) {
        try (Acts.Scope act = Acts.begin(Act.system(model))) {
            models.register(ModelName.of(model), "To be audited or not to be.");
        }
    }

    private static String condition(String column, String model) {
        return "new." + column + " = '" + model + "'";
    }
}
