package io.imprimatur.workflows.internal;

import io.imprimatur.experiment.Experiments;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Lets an undecided test gather more outcomes; the decision itself stands in the ledger. */
@Named("testExtension")
@ApplicationScoped
public class TestExtension extends Step {

    private final Experiments experiments;

    @Inject
    public TestExtension(Experiments experiments) {
        this.experiments = experiments;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TestExtension() {
        this.experiments = null;
    }

    @Override
    void run(Case current) {
        experiments.extend(current.release(), "A person decided so: see TEST_DECIDED.");
        current.set(Variables.EXTENDED, true);
    }
}
