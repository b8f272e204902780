package io.imprimatur.release.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.Deputies;
import io.imprimatur.release.IdempotencyKeys;
import io.imprimatur.release.Policies;
import io.imprimatur.release.Releases;
import io.imprimatur.testbed.MovedClock;
import io.imprimatur.testbed.TestDatabase;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.function.Function;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it, and releases on it. */
public final class ReleaseDatabase implements AutoCloseable {

    private final MovedClock clock = new MovedClock();
    private final TestDatabase database = new TestDatabase("audit", "release");
    private final SessionFactory sessions = database.sessions("release");

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
        Releases releases = new Releases(
                store, policies, deputies, new IdempotencyKeys(entities, clock), versions, ledger, clock, events);
        return new Services(releases, policies, deputies);
    }

    /** Runs SQL in one transaction. */
    public void run(String... statements) {
        database.run(statements);
    }

    public String one(String sql) {
        return database.one(sql);
    }

    @Override
    public void close() {
        database.close();
    }
}
