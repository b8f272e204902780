package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Acts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** A service task: calls one context and translates values. It acts in the name of the person who acted last. */
abstract class Step implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) {
        Case current = new Case(execution);
        // Not closed here: the command gate ends it after the commit, so that every row of the commit carries it.
        Acts.begin(current.act());
        run(current);
    }

    /** Does the step's work, in the transaction of the job. */
    abstract void run(Case current);
}
