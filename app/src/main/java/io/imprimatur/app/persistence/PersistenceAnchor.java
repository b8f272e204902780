package io.imprimatur.app.persistence;

import jakarta.ejb.Singleton;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import org.jspecify.annotations.Nullable;

/** Refers to the unit, because Payara makes a persistence unit at deployment only when some component asks for it. */
@Singleton
public class PersistenceAnchor {

    @PersistenceUnit(unitName = "imprimatur")
    @Nullable
    EntityManagerFactory factory;
}
