package io.imprimatur.notification.internal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it. */
public final class NotificationDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final SessionFactory sessions;

    public NotificationDatabase() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String schema : new String[] {"audit", "notification"}) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .load()
                    .migrate();
        }
        sessions = Persistence.createEntityManagerFactory(
                        "notification",
                        Map.of("jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres")))
                .unwrap(SessionFactory.class);
    }

    /** Runs one call in a transaction of its own, as the container would. */
    public <T> T in(Function<EntityManager, T> call) {
        return sessions.fromTransaction(call::apply);
    }

    public void run(Consumer<EntityManager> call) {
        sessions.inTransaction(call::accept);
    }

    /** The outbox as nobody's transaction sees it: each call is one of its own. */
    OutboxTable outbox() {
        return new OutboxTable(eachCallAlone(EntityManager.class));
    }

    EndpointStore endpoints() {
        return new EndpointStore(eachCallAlone(EntityManager.class));
    }

    private <T> T eachCallAlone(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("unwrap")
                        ? eachCallAlone(Session.class)
                        : sessions.fromTransaction(session -> {
                            try {
                                return method.invoke(session, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause() instanceof RuntimeException thrown
                                        ? thrown
                                        : new IllegalStateException(e.getCause());
                            } catch (IllegalAccessException e) {
                                throw new IllegalStateException(e);
                            }
                        })));
    }

    public String one(String sql) {
        return column(sql).get(0);
    }

    public List<String> column(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
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

    /** Takes every message away: each test has the outbox to itself. */
    void empty() {
        run(entities ->
                entities.createNativeQuery("delete from notification.message").executeUpdate());
        run(entities ->
                entities.createNativeQuery("delete from notification.endpoint").executeUpdate());
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
