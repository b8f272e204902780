package io.imprimatur.app.threads;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The container's default executors. They are looked up by their standard names and not by resource fields, which
 * Payara does not resolve for libraries of a WAR that an EAR holds.
 */
@ApplicationScoped
@SuppressWarnings("BanJNDI") // the names are the standard's own, no input reaches them
public class ManagedThreads {

    @Produces
    @Dependent
    ManagedExecutorService executor() throws NamingException {
        return InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
    }

    @Produces
    @Dependent
    @Typed(ManagedScheduledExecutorService.class)
    ManagedScheduledExecutorService scheduler() throws NamingException {
        return InitialContext.doLookup("java:comp/DefaultManagedScheduledExecutorService");
    }

    @Produces
    @Dependent
    ManagedThreadFactory threads() throws NamingException {
        return InitialContext.doLookup("java:comp/DefaultManagedThreadFactory");
    }
}
