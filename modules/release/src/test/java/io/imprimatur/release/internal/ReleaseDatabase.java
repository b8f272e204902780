package io.imprimatur.release.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.Deputies;
import io.imprimatur.release.Policies;
import io.imprimatur.release.Releases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.enterprise.event.Event;
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
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it, and releases on it. */
public final class ReleaseDatabase implements AutoCloseable {

    private final MovedClock clock = new MovedClock();
    private final EmbeddedPostgres postgres;
    private final SessionFactory sessions;

    public ReleaseDatabase() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : new String[] {"audit", "release"}) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .load()
                    .migrate();
        }
        sessions = Persistence.createEntityManagerFactory(
                        "release", Map.of("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")))
                .unwrap(SessionFactory.class);
    }

    /** The time of everything that happens here. */
    public MovedClock clock() {
        return clock;
    }

    /** The services, as the container would inject them, within one transaction. */
    public record Services(Releases releases, Policies policies, Deputies deputies) {}

    /** Runs one call in a transaction of its own, as the container would. */
    public <T> T in(Versions versions, Event<Object> events, Function<Releases, T> call) {
        return with(versions, events, services -> call.apply(services.releases()));
    }

    /** The same with all services. */
    public <T> T with(Versions versions, Event<Object> events, Function<Services, T> call) {
        return sessions.fromTransaction(entities -> call.apply(services(entities, versions, events)));
    }

    private Services services(EntityManager entities, Versions versions, Event<Object> events) {
        ReleaseStore store = new ReleaseStore(entities);
        Ledger ledger = new Ledger(entities, clock);
        Policies policies = new Policies(new PolicyStore(entities), store, ledger, clock);
        Deputies deputies = new Deputies(new DeputyStore(entities), ledger, clock);
        Releases releases = new Releases(store, policies, deputies, versions, ledger, clock, events);
        return new Services(releases, policies, deputies);
    }

    /** Runs SQL in one transaction. */
    public void run(String... statements) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
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

    public String one(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
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
