package io.imprimatur.rollout.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Fired;
import io.imprimatur.rollout.FreezeWindows;
import io.imprimatur.rollout.RetiredTraffic;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Steering;
import io.imprimatur.rollout.Stops;
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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it, and rollouts on it. */
public final class RolloutDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final SessionFactory sessions;
    private Optional<String> freezeCalendar = Optional.empty();

    public RolloutDatabase() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : new String[] {"audit", "rollout"}) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .load()
                    .migrate();
        }
        sessions = Persistence.createEntityManagerFactory(
                        "rollout", Map.of("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")))
                .unwrap(SessionFactory.class);
    }

    /** From now on this calendar's windows hold. */
    public void freezeBy(Path calendar) {
        freezeCalendar = Optional.of(calendar.toString());
    }

    /** Runs one call in a transaction of its own, as the container would. */
    public <T> T in(Releases releases, Fired events, Function<Rollouts, T> call) {
        return sessions.fromTransaction(entities -> call.apply(rollouts(entities, releases, events)));
    }

    private Rollouts rollouts(EntityManager entities, Releases releases, Fired events) {
        Clock clock = Clock.systemUTC();
        FreezeWindows windows = new FreezeWindows(freezeCalendar, clock);
        return new Rollouts(new SplitStore(entities), releases, windows, new Ledger(entities, clock), clock, events);
    }

    /** The same with the emergency stops. */
    public <T> T stops(Fired events, Function<Stops, T> call) {
        Clock clock = Clock.systemUTC();
        return sessions.fromTransaction(entities ->
                call.apply(new Stops(new SplitStore(entities), new Ledger(entities, clock), clock, events)));
    }

    /** The same with an operator's hand. */
    public <T> T steering(Releases releases, Fired events, Function<Steering, T> call) {
        Clock clock = Clock.systemUTC();
        return sessions.fromTransaction(entities -> call.apply(
                new Steering(new SplitStore(entities), releases, new Ledger(entities, clock), clock, events)));
    }

    /** What rollouts do when something retires. */
    public void retired(Fired events, Consumer<RetiredTraffic> call) {
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
        return postgres.getPostgresDatabase();
    }

    public String one(String sql) {
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
