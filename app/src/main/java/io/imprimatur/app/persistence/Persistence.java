package io.imprimatur.app.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.SynchronizationType;
import jakarta.transaction.TransactionScoped;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;

/**
 * Gives every context its entity manager (one for each JTA transaction, on any thread) and the data source that joins
 * the same transaction.
 */
@ApplicationScoped
public class Persistence {

    @Produces
    @TransactionScoped
    EntityManager entityManager() {
        return unwrappable(
                MigratingPersistenceProvider.unit().factory().createEntityManager(SynchronizationType.SYNCHRONIZED));
    }

    /**
     * A shell around Hibernate's own: when a bean answers itself, as {@code unwrap} does, Weld answers its proxy
     * instead, which is no {@code Session} and which Envers cannot use.
     */
    private static EntityManager unwrappable(EntityManager session) {
        InvocationHandler handler = (shell, method, arguments) -> {
            try {
                return method.invoke(session, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (EntityManager) Proxy.newProxyInstance(
                Persistence.class.getClassLoader(), new Class<?>[] {EntityManager.class}, handler);
    }

    void close(@Disposes EntityManager entityManager) {
        if (entityManager.isOpen()) {
            entityManager.close();
        }
    }

    @Produces
    @Dependent
    DataSource dataSource() {
        return MigratingPersistenceProvider.unit().jtaDataSource();
    }
}
