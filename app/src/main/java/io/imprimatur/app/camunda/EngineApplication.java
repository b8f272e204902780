package io.imprimatur.app.camunda;

import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.webapp.impl.engine.EngineRestApplication;

/** The engine's interface behind Tasklist and Cockpit, with answers that tell a broken rule or a lost race by its status. */
public class EngineApplication extends EngineRestApplication {

    @Override
    public Set<Class<?>> getClasses() {
        Set<Class<?>> classes = new HashSet<>(super.getClasses());
        classes.remove(RestExceptionHandler.class);
        classes.remove(ProcessEngineExceptionHandler.class);
        classes.add(EngineProblems.OfInterface.class);
        classes.add(EngineProblems.OfEngine.class);
        return classes;
    }
}
