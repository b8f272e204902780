package io.imprimatur.notification.internal;

import io.imprimatur.testbed.TestDatabase;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** A PostgreSQL of this test run, migrated as the application migrates it. */
public final class NotificationDatabase implements AutoCloseable {

    private final TestDatabase database = new TestDatabase("audit", "notification");
    private final SessionFactory sessions = database.sessions("notification");

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
        return database.one(sql);
    }

    public List<String> column(String sql) {
        return database.column(sql);
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
        database.close();
    }
}
