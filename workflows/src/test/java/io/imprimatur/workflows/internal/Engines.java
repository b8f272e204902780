package io.imprimatur.workflows.internal;

import io.imprimatur.testbed.TestDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** Real engines on one embedded PostgreSQL, with the tables of our own migration. */
final class Engines {

    private static final DataSource DATA_SOURCE = migrated();

    private Engines() {}

    /** An engine's settings; its beans are the fakes given, by their names in the processes. */
    static ProcessEngineConfigurationImpl with(Decisions decisions, Map<Object, Object> beans) {
        return with(decisions, (release, key, groups, due, task) -> {}, beans);
    }

    /** The same with what tells reviewers of their tasks. */
    static ProcessEngineConfigurationImpl with(
            Decisions decisions, Invitations invitations, Map<Object, Object> beans) {
        StandaloneProcessEngineConfiguration engine = new StandaloneProcessEngineConfiguration();
        EngineSettings.apply(engine, decisions, invitations);
        engine.setDataSource(DATA_SOURCE);
        engine.setJobExecutorActivate(false);
        engine.setBeans(beans);
        return engine;
    }

    private static DataSource migrated() {
        TestDatabase database = new TestDatabase("camunda");
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        return database.dataSource("camunda");
    }
}
