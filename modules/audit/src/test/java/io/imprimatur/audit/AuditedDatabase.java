package io.imprimatur.audit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A PostgreSQL of this test run with the audit schema, one audited table, and the triggers that a migration puts on. */
final class AuditedDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final SessionFactory sessions;

    AuditedDatabase() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : new String[] {"audit", "sample"}) {
            Flyway.configure()
                    .dataSource(dataSource())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .load()
                    .migrate();
        }
        for (String table : new String[] {"audit.ledger", "audit.revision", "sample.parcel_aud"}) {
            run("create trigger refuse_change before update or delete on " + table
                    + " for each row execute function audit.refuse_change()");
            run("create trigger refuse_truncate before truncate on " + table
                    + " for each statement execute function audit.refuse_change()");
        }
        sessions = new Configuration()
                .addAnnotatedClass(Revision.class)
                .addAnnotatedClass(Parcel.class)
                .setProperty("hibernate.hbm2ddl.auto", "validate")
                .setProperty("org.hibernate.envers.audit_table_suffix", "_aud")
                .setProperty("hibernate.connection.provider_disables_autocommit", "false")
                .setProperty("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"))
                .buildSessionFactory();
    }

    DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    EntityManager entities() {
        return sessions.createEntityManager();
    }

    void inTransaction(Consumer<EntityManager> work) {
        sessions.inTransaction(work::accept);
    }

    void run(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    String one(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
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
