package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.testbed.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class PredictionLogMigrationTest {

    @Test
    void what_was_recorded_before_the_log_had_days_is_there_afterwards_with_its_feedback() {
        try (TestDatabase database = new TestDatabase("audit")) {
            migrate(database, "2");
            database.run(
                    """
                    insert into monitoring.prediction (id, model, version_id, release_id, split_revision, challenger,
                        subject, at, latency_micros, output)
                    select gen_random_uuid(), 'credit-risk', gen_random_uuid(), gen_random_uuid(), 1, false, 's',
                        timestamptz '2026-01-31 23:30:00Z' + n * interval '20 minutes', 5, '[0.5]'
                    from generate_series(0, 99) n""",
                    "insert into monitoring.feedback select id, 'Bad', 'client', at from monitoring.prediction"
                            + " where at < timestamptz '2026-02-01 00:00:00Z'");

            migrate(database, "latest");

            assertThat(database.one("select count(*) from monitoring.prediction"))
                    .isEqualTo("100");
            assertThat(database.one("select count(*) from monitoring.prediction_20260131"))
                    .isEqualTo("2");
            assertThat(database.one("select count(*) from monitoring.feedback f join monitoring.prediction p"
                            + " on p.id = f.prediction_id and p.at = f.predicted_at"))
                    .isEqualTo("2");
        }
    }

    private static void migrate(TestDatabase database, String version) {
        Flyway.configure()
                .dataSource(database.dataSource())
                .schemas("monitoring")
                .defaultSchema("monitoring")
                .locations("classpath:db/migration/monitoring")
                .target(version)
                .load()
                .migrate();
    }
}
