package io.imprimatur.workflows.internal;

import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** Chooses the stage before the current one: the next share that is set is that stage's. */
@Named("stepBack")
@ApplicationScoped
public class StepBack extends Step {

    /** The share is set for the stage after the one remembered. */
    private static final int BEFORE = 2;

    @Override
    void run(Case current) {
        current.set(Variables.STAGE, current.number(Variables.STAGE, 0) - BEFORE);
    }
}
