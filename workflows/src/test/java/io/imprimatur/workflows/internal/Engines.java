package io.imprimatur.workflows.internal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flywaydb.core.Flyway;

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
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
            DataSource owner = server.getPostgresDatabase();
            Flyway.configure()
                    .dataSource(owner)
                    .schemas("camunda")
                    .defaultSchema("camunda")
                    .locations("classpath:db/migration/camunda")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            return server.getDatabase("postgres", "postgres", Map.of("currentSchema", "camunda"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
