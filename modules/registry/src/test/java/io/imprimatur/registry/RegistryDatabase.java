package io.imprimatur.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of this test run, migrated as the application migrates it, and the registry on it. */
final class RegistryDatabase implements AutoCloseable {

    private static final long LIMIT = 100_000;
    private static final Duration RETENTION = Duration.ofDays(10);

    private final EmbeddedPostgres postgres;
    private final SessionFactory sessions;
    private final MovedClock clock = new MovedClock();
    private final Fired fired = new Fired();
    private final ArtifactStore store;

    /** The services, as the container would inject them, within one transaction. */
    record Services(Models models, Versions versions, Retirements retirements) {}

    RegistryDatabase(Path directory) {
        store = new ArtifactStore(directory.toString(), LIMIT, clock);
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : new String[] {"audit", "registry"}) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .load()
                    .migrate();
        }
        sessions = Persistence.createEntityManagerFactory(
                        "registry", Map.of("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")))
                .unwrap(SessionFactory.class);
    }

    static JsonNode card() {
        try {
            return CanonicalJson.mapper()
                    .readTree(Path.of("../../examples/credit-risk/card-1.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MovedClock clock() {
        return clock;
    }

    Fired fired() {
        return fired;
    }

    ArtifactStore store() {
        return store;
    }

    /** From now on whoever hears an event refuses it; null: nobody does. */
    void refuse(@Nullable String code) {
        fired.refuse(code);
    }

    /** Runs one call in a transaction of its own, as the container would. */
    <T> T in(Function<Services, T> call) {
        return sessions.fromTransaction(entities -> call.apply(services(entities)));
    }

    /** What removes the bytes; each call in a transaction of its own. */
    ErasedArtifacts erasures() {
        Retirements inTransactions = new Retirements() {
            @Override
            List<Digest> erased() {
                return in(services -> services.retirements().erased());
            }
        };
        return new ErasedArtifacts(inTransactions, store);
    }

    private Services services(EntityManager entities) {
        Ledger ledger = new Ledger(entities, clock);
        Models models = new Models(entities, ledger, clock);
        Versions versions = new Versions(
                entities,
                models,
                store,
                ledger,
                new Fired().of(ArtifactOffered.class),
                fired.of(ModelCardRevised.class),
                clock);
        return new Services(
                models,
                versions,
                new Retirements(entities, versions, ledger, fired.of(Object.class), clock, RETENTION));
    }

    void run(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    String one(String sql) {
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
