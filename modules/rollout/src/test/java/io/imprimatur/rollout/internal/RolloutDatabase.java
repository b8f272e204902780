package io.imprimatur.rollout.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.IdempotencyKeys;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.FreezeWindows;
import io.imprimatur.rollout.RetiredTraffic;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Steering;
import io.imprimatur.rollout.Stops;
import io.imprimatur.testbed.Fired;
import io.imprimatur.testbed.TestDatabase;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it, and rollouts on it. */
public final class RolloutDatabase implements AutoCloseable {

    private final TestDatabase database = new TestDatabase("audit", "release", "rollout");
    private final SessionFactory sessions = database.sessions("rollout");
    private Optional<String> freezeCalendar = Optional.empty();

    /** From now on this calendar's windows hold. */
    public void freezeBy(Path calendar) {
        freezeCalendar = Optional.of(calendar.toString());
    }

    /** Runs one call in a transaction of its own, as the container would. */
    public <T> T in(Releases releases, Fired<Object> events, Function<Rollouts, T> call) {
        return sessions.fromTransaction(entities -> call.apply(rollouts(entities, releases, events)));
    }

    private Rollouts rollouts(EntityManager entities, Releases releases, Fired<Object> events) {
        Clock clock = Clock.systemUTC();
        FreezeWindows windows = new FreezeWindows(freezeCalendar, clock);
        return new Rollouts(new SplitStore(entities), releases, windows, new Ledger(entities, clock), clock, events);
    }

    /** The same with the emergency stops. */
    public <T> T stops(Fired<Object> events, Function<Stops, T> call) {
        Clock clock = Clock.systemUTC();
        return sessions.fromTransaction(entities ->
                call.apply(new Stops(new SplitStore(entities), new Ledger(entities, clock), clock, events)));
    }

    /** The same with an operator's hand. */
    public <T> T steering(Releases releases, Fired<Object> events, Function<Steering, T> call) {
        Clock clock = Clock.systemUTC();
        return sessions.fromTransaction(entities -> call.apply(new Steering(
                new SplitStore(entities),
                releases,
                new IdempotencyKeys(entities, clock),
                new Ledger(entities, clock),
                clock,
                events)));
    }

    /** What rollouts do when something retires. */
    public void retired(Fired<Object> events, Consumer<RetiredTraffic> call) {
        Clock clock = Clock.systemUTC();
        sessions.inTransaction(entities ->
                call.accept(new RetiredTraffic(new SplitStore(entities), new Ledger(entities, clock), clock, events)));
    }

    /** What a node would take over now. */
    public List<Split> cleared(Releases releases) {
        return sessions.fromTransaction(entities -> new SplitReader(new SplitStore(entities), releases).cleared());
    }

    /** Publishes a revision as another node would that knows nothing of the lock. */
    public void publish(Split split) {
        sessions.inTransaction(entities -> new SplitStore(entities).publish(split));
    }

    /** Holds the model's turn while the other call runs. */
    public <T> T whileAnotherPublishes(ModelName model, Function<RolloutDatabase, T> call) {
        return sessions.fromTransaction(entities -> {
            new SplitStore(entities).lock(model);
            return call.apply(this);
        });
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public String one(String sql) {
        return database.one(sql);
    }

    @Override
    public void close() {
        database.close();
    }
}
