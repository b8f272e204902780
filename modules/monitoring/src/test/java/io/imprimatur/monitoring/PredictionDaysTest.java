package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.monitoring.internal.PredictionDays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictionDaysTest {

    private static final Clock CLOCK = Clock.systemUTC();

    private final Answered answered = new Answered();
    private MonitoringDatabase database;
    private Acts.Scope scope;

    @BeforeEach
    void start() {
        database = new MonitoringDatabase();
        scope = Acts.begin(Act.system("test"));
    }

    @AfterEach
    void stop() {
        scope.close();
        database.close();
    }

    @Test
    void two_weeks_are_made_ahead_and_the_same_ones_only_once() {
        LocalDate last = LocalDate.now(CLOCK).plusDays(14);

        run(Duration.ofDays(365), PredictionDays::makeAhead);
        run(Duration.ofDays(365), PredictionDays::makeAhead);

        assertThat(database.count("select count(*) from pg_class where relname = 'prediction_"
                        + last.toString().replace("-", "") + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_prediction_of_a_day_that_nobody_made_makes_it() throws Exception {
        PredictionRecord early = answered.at(Instant.parse("2031-07-01T00:00:00Z"));
        PredictionRecord late = answered.at(Instant.parse("2031-07-01T23:59:59.999999Z"));

        database.table().insert(List.of(early, late));

        assertThat(database.table().find(early.id())).contains(early);
        assertThat(database.table().find(late.id())).contains(late);
        assertThat(database.count("select count(*) from monitoring.prediction_20310701"))
                .isEqualTo(2);
    }

    @Test
    void an_id_of_before_the_log_had_days_is_still_found() throws Exception {
        PredictionRecord old = answered.ofOld();

        database.table().insert(List.of(old));

        assertThat(database.table().find(old.id())).contains(old);
    }

    @Test
    void days_past_their_retention_are_dropped_with_what_was_reported_of_them_and_the_ledger_tells_so()
            throws Exception {
        PredictionRecord past = answered.at(daysAgo(400));
        PredictionRecord border = answered.at(daysAgo(365));
        PredictionRecord present = answered.at(daysAgo(0));
        database.table().insert(List.of(past, border, present));
        reported(past);
        reported(present);
        database.run("insert into monitoring.subject_key values ('gone', '', '', now(), current_date - 400),"
                + " ('here', '', '', now(), current_date - 300)");

        run(Duration.ofDays(365), PredictionDays::dropPast);
        run(Duration.ofDays(365), PredictionDays::dropPast);

        assertThat(database.table().find(past.id())).isEmpty();
        assertThat(database.table().find(border.id())).isPresent();
        assertThat(database.table().find(present.id())).isPresent();
        assertThat(database.count("select count(*) from monitoring.feedback")).isEqualTo(1);
        assertThat(database.count("select count(*) from monitoring.subject_key where owner = 'here'"))
                .isEqualTo(1);
        assertThat(database.count("select count(*) from monitoring.subject_key"))
                .isEqualTo(1);
        assertThat(database.count("select count(*) from audit.ledger where kind = 'PREDICTIONS_DROPPED'"
                        + " and facts::json ->> 'predictions' = '1' and facts::json ->> 'first' = '"
                        + LocalDate.ofInstant(past.at(), ZoneOffset.UTC) + "'"))
                .isEqualTo(1);
        assertThat(database.count("select count(*) from audit.ledger")).isEqualTo(1);
    }

    @Test
    void without_its_ledger_entry_no_day_is_dropped() throws Exception {
        PredictionRecord past = answered.at(daysAgo(400));
        database.table().insert(List.of(past));

        assertThatThrownBy(() -> database.in(entities -> {
                    Ledger away = new Ledger(entities, CLOCK) {
                        @Override
                        public void append(String kind, JsonNode facts) {
                            throw new IllegalStateException("no ledger");
                        }
                    };
                    new PredictionDays(entities, away, CLOCK, Duration.ofDays(365)).dropPast();
                    return null;
                }))
                .hasMessage("no ledger");

        assertThat(database.table().find(past.id())).isPresent();
    }

    @Test
    void a_retention_of_less_than_six_months_is_refused_by_the_application_and_by_the_database() {
        assertThatThrownBy(() -> run(Duration.ofDays(183), PredictionDays::dropPast))
                .hasMessageContaining("IMPRIMATUR_PREDICTIONS_RETENTION");
        assertThatThrownBy(() -> database.count(
                        "select count(*) from monitoring.drop_days((now() - interval '5 months')::date)"))
                .hasMessageContaining("six months");
    }

    private static Instant daysAgo(int days) {
        return CLOCK.instant().minus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);
    }

    private void reported(PredictionRecord prediction) {
        database.in(entities -> entities.createNativeQuery(
                        "insert into monitoring.feedback values (:id, :at, 'Bad', 'client', now())")
                .setParameter("id", prediction.id().value())
                .setParameter("at", prediction.at().atOffset(ZoneOffset.UTC))
                .executeUpdate());
    }

    private void run(Duration retention, Consumer<PredictionDays> call) {
        database.in(entities -> {
            call.accept(new PredictionDays(entities, new Ledger(entities, CLOCK), CLOCK, retention));
            return null;
        });
    }
}
