package io.imprimatur.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.testbed.Fired;
import io.imprimatur.testbed.MovedClock;
import io.imprimatur.testbed.TestDatabase;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of this test run, migrated as the application migrates it, and the registry on it. */
final class RegistryDatabase implements AutoCloseable {

    private static final long LIMIT = 100_000;
    private static final Duration RETENTION = Duration.ofDays(10);

    private final TestDatabase database = new TestDatabase("audit", "registry");
    private final SessionFactory sessions = database.sessions("registry");
    private final MovedClock clock = new MovedClock();
    private final Fired<Object> fired = new Fired<>();
    private final ArtifactStore store;

    /** The services, as the container would inject them, within one transaction. */
    record Services(Models models, Versions versions, Retirements retirements) {}

    RegistryDatabase(Path directory) {
        store = new ArtifactStore(directory.toString(), LIMIT, clock);
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

    Fired<Object> fired() {
        return fired;
    }

    ArtifactStore store() {
        return store;
    }

    /** From now on whoever hears an event refuses it; null: nobody does. */
    void refuse(@Nullable String code) {
        fired.refuse(code == null ? null : DomainException.conflict(code, "Somebody needs it."));
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
                new Fired<ArtifactOffered>(),
                fired.select(ModelCardRevised.class),
                clock);
        return new Services(models, versions, new Retirements(entities, versions, ledger, fired, clock, RETENTION));
    }

    void run(String sql) {
        database.run(sql);
    }

    String one(String sql) {
        return database.one(sql);
    }

    @Override
    public void close() {
        database.close();
    }
}
