package io.imprimatur.monitoring;

import io.imprimatur.monitoring.internal.PredictionTable;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** The table of a real database, with what can go wrong before and behind it. */
final class FaultyTables {

    private FaultyTables() {}

    /** Writes only once it is let. */
    static final class HeldTable extends PredictionTable {

        private final CountDownLatch open;
        final CountDownLatch reached = new CountDownLatch(1);

        HeldTable(MonitoringDatabase database, CountDownLatch open) {
            super(database.dataSource(), database.keys());
            this.open = open;
        }

        @Override
        public void insert(List<PredictionRecord> records) throws SQLException {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            super.insert(records);
        }
    }

    /** The first session is ended by the server while the rows are on their way. */
    static final class KilledTable extends PredictionTable {

        KilledTable(MonitoringDatabase database) {
            super(killedAtFirst(database), database.keys());
        }

        private static DataSource killedAtFirst(MonitoringDatabase database) {
            DataSource real = database.dataSource();
            AtomicBoolean killed = new AtomicBoolean();
            return (DataSource) Proxy.newProxyInstance(
                    KilledTable.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (shell, method, arguments) -> {
                        Connection connection = (Connection) method.invoke(real, arguments);
                        if (killed.compareAndSet(false, true)) {
                            int session = connection.unwrap(PGConnection.class).getBackendPID();
                            database.count("select count(pg_terminate_backend(" + session + ", 10000))");
                        }
                        return connection;
                    });
        }
    }

    /** Commits, and loses the connection before it could say so. */
    static final class UnconfirmedTable extends PredictionTable {

        boolean confirms = true;

        UnconfirmedTable(MonitoringDatabase database) {
            super(database.dataSource(), database.keys());
        }

        @Override
        public void insert(List<PredictionRecord> records) throws SQLException {
            super.insert(records);
            if (!confirms) {
                confirms = true;
                throw new SQLException("connection lost", "08006");
            }
        }
    }

    /** As if the database were away. */
    static final class BrokenTable extends PredictionTable {

        volatile boolean broken = true;

        BrokenTable(MonitoringDatabase database) {
            super(database.dataSource(), database.keys());
        }

        @Override
        public void insert(List<PredictionRecord> records) throws SQLException {
            if (broken) {
                throw new SQLException("connection refused", "08001");
            }
            super.insert(records);
        }
    }
}
