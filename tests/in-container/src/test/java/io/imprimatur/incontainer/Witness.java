package io.imprimatur.incontainer;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.Models;
import jakarta.enterprise.concurrent.ManageableThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.context.Context;

/**
 * A step that registers a model, which writes an entity, its revision and the ledger, and that says in the engine's
 * variables in which transaction it did so; then it fails, if it is told to.
 */
@Named("witness")
@ApplicationScoped
public class Witness implements JavaDelegate {

    /** The name of the model to register, a variable of the process. */
    static final String MODEL = "model";
    /** Whether to fail after everything is written. */
    static final String FAIL = "fail";
    /** The transaction that the entity manager is in. */
    static final String ENTITIES = "entities";
    /** The transaction that the engine's own connection is in. */
    static final String ENGINE = "engine";
    /** Whether the step ran on a managed thread, as jobs do and requests do not. */
    static final String JOB = "job";

    @Inject
    EntityManager entities;

    @Inject
    Models models;

    @Override
    public void execute(DelegateExecution execution) throws SQLException {
        String model = (String) execution.getVariable(MODEL);
        // As the product's own steps: closed by the gate around the command, after the commit.
        Acts.begin(Act.system(model));
        models.register(ModelName.of(model), "To be seen by a witness.");
        execution.setVariable(ENTITIES, transaction());
        execution.setVariable(ENGINE, transactionOfTheEngine());
        execution.setVariable(JOB, Thread.currentThread() instanceof ManageableThread);
        if (Boolean.TRUE.equals(execution.getVariable(FAIL))) {
            // Both would wait until the step is over: then there would be nothing to roll back.
            entities.flush();
            Context.getCommandContext().getDbEntityManager().flush();
            throw new IllegalStateException("failed after everything was written");
        }
    }

    /** The transaction that the entity manager is in on this thread. */
    long transaction() {
        return ((Number) entities.createNativeQuery("select txid_current()").getSingleResult()).longValue();
    }

    private static long transactionOfTheEngine() throws SQLException {
        // The engine's, so not to be closed here.
        Connection connection =
                Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select txid_current()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
