package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.notification.EventType;
import io.imprimatur.notification.Notifications;
import io.imprimatur.notification.PipelineEvent;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message shares the fate of the act that it tells of, and there is none without an act. */
@ArquillianTest
class OutboxIT {

    private static final String HOOK = "00000000-0000-0000-0000-00000000cafe";

    @Inject
    Notifications notifications;

    @Inject
    Witness witness;

    @Inject
    ProcessEngine engine;

    @Inject
    Database database;

    @Resource
    UserTransaction transaction;

    @BeforeEach
    void listen() throws SQLException {
        run("insert into notification.endpoint values ('" + HOOK + "', 'https://nowhere.invalid/', 'model.stopped', 1, "
                + "now(), now())");
    }

    @AfterEach
    void listenNoMore() throws SQLException {
        run("delete from notification.message where destination = '" + HOOK + "'");
        run("delete from notification.endpoint where id = '" + HOOK + "'");
    }

    @Test
    void an_act_that_rolls_back_sends_nothing() throws Exception {
        transaction.begin();
        notifications.publish(stopped());
        transaction.rollback();

        assertThat(messages()).isEmpty();
    }

    @Test
    void an_act_that_commits_has_written_its_message_in_the_same_transaction_as_the_engine() throws Exception {
        try (Trial trial = Trial.ofStep(engine, "witness", false)) {
            transaction.begin();
            long own = witness.transaction();
            notifications.publish(stopped());
            String instance = trial.start(Map.of(Witness.MODEL, "outbox-commit"));
            transaction.commit();

            assertThat(trial.variable(instance, Witness.ENGINE)).isEqualTo(own);
            assertThat(messages()).hasSize(1);
        }
    }

    @Test
    void a_step_that_fails_takes_the_message_with_it() throws Exception {
        try (Trial trial = Trial.ofStep(engine, "witness", false)) {
            transaction.begin();
            notifications.publish(stopped());
            assertThatThrownBy(() -> trial.start(Map.of(Witness.MODEL, "outbox-failure", Witness.FAIL, true)))
                    .hasMessage("failed after everything was written");
            assertThatThrownBy(() -> transaction.commit()).isInstanceOf(Exception.class);

            assertThat(messages()).isEmpty();
        }
    }

    @Test
    void without_a_transaction_there_is_no_message() throws SQLException {
        assertThatThrownBy(() -> notifications.publish(stopped())).isInstanceOf(TransactionalException.class);

        assertThat(messages()).isEmpty();
    }

    private static PipelineEvent stopped() {
        return PipelineEvent.of(EventType.MODEL_STOPPED, new ModelName("outbox"));
    }

    private List<String> messages() throws SQLException {
        return database.column("select id from notification.message where destination = ?", HOOK);
    }

    private void run(String sql) throws SQLException {
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
