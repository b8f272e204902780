package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Entities, revision, ledger and the engine's rows commit together or vanish together, on every kind of thread. */
@ArquillianTest
class OneTransactionIT {

    @Inject
    ProcessEngine engine;

    @Inject
    Witness witness;

    @Inject
    Database database;

    @Resource
    UserTransaction transaction;

    @Test
    void on_a_request_thread_everything_is_of_one_transaction() throws SQLException {
        try (Trial trial = Trial.ofStep(engine, "witness", false)) {
            String instance = trial.start(Map.of(Witness.MODEL, "one-on-request"));

            assertThat(trial.variable(instance, Witness.JOB)).isEqualTo(false);
            requireOneTransaction(trial, instance, "one-on-request");
        }
    }

    @Test
    void on_a_job_thread_everything_is_of_one_transaction() throws SQLException {
        try (Trial trial = Trial.ofStep(engine, "witness", true)) {
            String instance = trial.start(Map.of(Witness.MODEL, "one-on-job"));
            trial.awaitEnd(instance);

            assertThat(trial.variable(instance, Witness.JOB)).isEqualTo(true);
            requireOneTransaction(trial, instance, "one-on-job");
        }
    }

    @Test
    void a_request_takes_the_engine_into_the_transaction_it_has_begun() throws Exception {
        try (Trial trial = Trial.ofStep(engine, "witness", false)) {
            transaction.begin();
            long own = witness.transaction();
            String instance = trial.start(Map.of(Witness.MODEL, "one-of-request"));
            transaction.commit();

            assertThat(trial.variable(instance, Witness.ENGINE)).isEqualTo(own);
            requireOneTransaction(trial, instance, "one-of-request");
        }
    }

    @Test
    void a_step_that_fails_on_a_request_thread_leaves_nothing() throws SQLException {
        try (Trial trial = Trial.ofStep(engine, "witness", false)) {
            assertThatThrownBy(() -> trial.start(Map.of(Witness.MODEL, "failed-on-request", Witness.FAIL, true)))
                    .hasMessage("failed after everything was written");

            Traces.require(database, "failed-on-request");
            assertThat(trial.instances()).isZero();
        }
    }

    @Test
    void a_step_that_fails_on_a_job_thread_leaves_nothing() throws SQLException {
        try (Trial trial = Trial.ofStep(engine, "witness", true)) {
            String instance = trial.start(Map.of(Witness.MODEL, "failed-on-job", Witness.FAIL, true));
            trial.awaitFailure(instance);

            Traces.require(database, "failed-on-job");
            assertThat(trial.variable(instance, Witness.ENGINE)).isNull();
        }
    }

    @Test
    void a_request_that_rolls_back_takes_the_engines_work_with_it() throws Exception {
        try (Trial trial = Trial.ofStep(engine, "witness", false)) {
            transaction.begin();
            String instance = trial.start(Map.of(Witness.MODEL, "failed-of-request"));
            assertThat(trial.variable(instance, Witness.ENGINE)).isNotNull();
            transaction.rollback();

            Traces.require(database, "failed-of-request");
            assertThat(trial.instances()).isZero();
        }
    }

    private void requireOneTransaction(Trial trial, String instance, String model) throws SQLException {
        Object id = trial.variable(instance, Witness.ENGINE);
        assertThat(id).isNotNull().isEqualTo(trial.variable(instance, Witness.ENTITIES));
        assertThat(database.column("""
                        select txid from audit.ledger where cause = ?
                        union all select txid from audit.revision where cause = ?
                        union all select r.txid from registry.model_aud a join audit.revision r on r.id = a.rev
                            where a.name = ?""", model, model, model)).hasSize(3).containsOnly(id.toString());
        // The rows themselves tell which transaction wrote them, in 32 bits.
        assertThat(database.column("""
                        select xmin from registry.model where name = ?
                        union all select xmin from camunda.act_hi_varinst where proc_inst_id_ = ? and name_ = 'engine'
                        union all select xmin from registry.model_aud where name = ?""", model, instance, model))
                .hasSize(3)
                .containsOnly(Long.toString((long) id & 0xFFFF_FFFFL));
    }
}
