package io.imprimatur.app.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.SynchronizationType;
import jakarta.transaction.TransactionScoped;
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
        return MigratingPersistenceProvider.unit().factory().createEntityManager(SynchronizationType.SYNCHRONIZED);
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
