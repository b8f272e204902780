package io.imprimatur.monitoring;

import io.imprimatur.monitoring.internal.MasterKeys;
import io.imprimatur.monitoring.internal.PredictionTable;
import io.imprimatur.monitoring.internal.SubjectKeys;
import io.imprimatur.testbed.TestDatabase;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it. */
final class MonitoringDatabase implements AutoCloseable {

    static final String MASTER = master(1);

    private final TestDatabase database = new TestDatabase("audit", "monitoring");
    private final SessionFactory sessions = database.sessions("monitoring");

    DataSource dataSource() {
        return database.dataSource();
    }

    PredictionTable table() {
        return new PredictionTable(dataSource(), keys());
    }

    /** The keys of a node that has just started. */
    SubjectKeys keys() {
        return keys(Clock.systemUTC(), MASTER);
    }

    SubjectKeys keys(Clock clock, String masters) {
        return new SubjectKeys(new MasterKeys(Optional.of(masters), Optional.empty()), 1_000, clock);
    }

    /** Runs one call in a transaction of its own, as the container would. */
    <T> T in(Function<EntityManager, T> call) {
        return sessions.fromTransaction(call::apply);
    }

    void run(String sql) {
        database.run(sql);
    }

    long count(String sql) {
        return Long.parseLong(database.one(sql));
    }

    static String master(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public void close() {
        database.close();
    }
}
