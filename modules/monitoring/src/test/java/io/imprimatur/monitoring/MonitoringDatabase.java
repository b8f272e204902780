package io.imprimatur.monitoring;

import io.imprimatur.monitoring.internal.PredictionTable;
import io.imprimatur.testbed.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it. */
final class MonitoringDatabase implements AutoCloseable {

    private final TestDatabase database = new TestDatabase("audit", "monitoring");
    private final SessionFactory sessions = database.sessions("monitoring");

    DataSource dataSource() {
        return database.dataSource();
    }

    PredictionTable table() {
        return new PredictionTable(dataSource());
    }

    /** Runs one call in a transaction of its own, as the container would. */
    <T> T in(Function<EntityManager, T> call) {
        return sessions.fromTransaction(call::apply);
    }

    long count(String sql) {
        return Long.parseLong(database.one(sql));
    }

    @Override
    public void close() {
        database.close();
    }
}
