package io.imprimatur.app.persistence;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitInfo;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the database before Hibernate looks at it, and keeps what the server gave the unit: only this JTA data
 * source enlists in the thread's transaction on request threads and on job threads alike, so the engine must have it
 * too.
 */
public class MigratingPersistenceProvider extends HibernatePersistenceProvider {

    private static volatile @Nullable Unit unit;

    /** What the server gave and Hibernate made. */
    record Unit(EntityManagerFactory factory, DataSource jtaDataSource) {}

    @Override
    @SuppressWarnings("rawtypes") // as the SPI has it
    public EntityManagerFactory createContainerEntityManagerFactory(PersistenceUnitInfo info, Map properties) {
        Migrations.from(ConfigProvider.getConfig()).run(getClass().getClassLoader());
        EntityManagerFactory factory = super.createContainerEntityManagerFactory(info, properties);
        unit = new Unit(factory, info.getJtaDataSource());
        return factory;
    }

    static Unit unit() {
        Unit made = unit;
        if (made == null) {
            throw new IllegalStateException("The persistence unit is not there yet.");
        }
        return made;
    }
}
