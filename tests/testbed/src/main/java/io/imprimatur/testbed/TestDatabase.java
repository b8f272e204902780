package io.imprimatur.testbed;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** A real PostgreSQL of this test run, its schemas migrated by the very scripts that the application migrates by. */
public final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final List<SessionFactory> opened = new ArrayList<>();

    /** @param schemas in the order of their migrations, each with scripts in {@code db/migration/} and its name */
    public TestDatabase(String... schemas) {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : schemas) {
            Flyway.configure()
                    .dataSource(dataSource())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        }
    }

    /** Hibernate on it, by the persistence unit of this name on the class path; closed with the database. */
    public SessionFactory sessions(String unit) {
        SessionFactory sessions = Persistence.createEntityManagerFactory(
                        unit, Map.of("jakarta.persistence.jdbc.url", address()))
                .unwrap(SessionFactory.class);
        opened.add(sessions);
        return sessions;
    }

    public DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    /** The same, looking into this schema first. */
    public DataSource dataSource(String schema) {
        return postgres.getDatabase("postgres", "postgres", Map.of("currentSchema", schema));
    }

    /** Where JDBC finds it. */
    public String address() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    /** Runs SQL in one transaction. */
    public void run(String... statements) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first column of the first row. */
    public String one(String sql) {
        return column(sql).get(0);
    }

    /** The first column of every row. */
    public List<String> column(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        opened.forEach(SessionFactory::close);
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
