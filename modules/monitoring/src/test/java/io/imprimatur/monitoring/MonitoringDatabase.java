package io.imprimatur.monitoring;

import io.imprimatur.monitoring.internal.PredictionTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it. */
final class MonitoringDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final SessionFactory sessions;

    MonitoringDatabase() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : new String[] {"audit", "monitoring"}) {
            Flyway.configure()
                    .dataSource(dataSource())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .load()
                    .migrate();
        }
        sessions = Persistence.createEntityManagerFactory(
                        "monitoring",
                        Map.of("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")))
                .unwrap(SessionFactory.class);
    }

    DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    PredictionTable table() {
        return new PredictionTable(dataSource());
    }

    /** Runs one call in a transaction of its own, as the container would. */
    <T> T in(Function<EntityManager, T> call) {
        return sessions.fromTransaction(call::apply);
    }

    long count(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        sessions.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
