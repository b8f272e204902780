package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.internal.PredictionTable;
import io.imprimatur.testbed.MovedClock;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedInputsTest {

    private static final byte[] INPUTS = "age 37, income 2400".getBytes(StandardCharsets.UTF_8);

    private static MonitoringDatabase database;

    private final Answered answered = new Answered();
    private Acts.Scope scope;

    @BeforeAll
    static void start() {
        database = new MonitoringDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() {
        scope = Acts.begin(Act.system("test"));
        database.run("delete from monitoring.subject_key");
    }

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void inputs_are_read_back_as_they_were_asked_and_the_ledger_tells_who_read_them() throws Exception {
        PredictionRecord prediction = inserted(database.table(), "applicant-1", true);

        assertThat(read(database.table(), prediction.id())).isEqualTo(INPUTS);

        assertThat(database.count("select count(*) from audit.ledger where kind = 'INPUTS_READ' and facts like '%"
                        + prediction.id() + "%'"))
                .isEqualTo(1);
    }

    @Test
    void nothing_of_them_stands_in_the_database() throws Exception {
        PredictionRecord prediction = inserted(database.table(), "applicant-1", true);

        assertThat(database.count("select count(*) from monitoring.prediction where id = '" + prediction.id()
                        + "' and inputs is not null and position('income'::bytea in inputs) = 0"))
                .isEqualTo(1);
        assertThat(database.count("select count(*) from monitoring.subject_key where length(wrapped) > 32"))
                .isEqualTo(1);
    }

    @Test
    void without_the_key_of_the_subject_they_are_erased_and_everybody_else_s_are_not() throws Exception {
        PredictionRecord erased = inserted(database.table(), "applicant-1", true);
        PredictionRecord other = inserted(database.table(), "applicant-2", true);

        database.run("delete from monitoring.subject_key where owner = 'applicant-1'");

        refused("INPUTS_ERASED", erased.id());
        assertThat(read(database.table(), other.id())).isEqualTo(INPUTS);
        assertThat(database.table().find(erased.id())).isPresent();
    }

    @Test
    void one_subject_has_one_key_on_all_nodes() throws Exception {
        PredictionTable one = database.table();
        PredictionTable another = database.table();
        PredictionRecord first = inserted(one, "applicant-1", true);
        PredictionRecord second = inserted(another, "applicant-1", true);

        assertThat(database.count("select count(*) from monitoring.subject_key"))
                .isEqualTo(1);
        assertThat(read(one, second.id())).isEqualTo(INPUTS);
        assertThat(read(another, first.id())).isEqualTo(INPUTS);
    }

    @Test
    void requests_that_name_no_subject_share_the_key_of_their_day() throws Exception {
        inserted(database.table(), "pseudonym-of-one-request", false);
        PredictionRecord prediction = inserted(database.table(), "pseudonym-of-another", false);

        assertThat(database.count("select count(*) from monitoring.subject_key where owner = 'day 2026-03-01'"))
                .isEqualTo(1);
        assertThat(read(database.table(), prediction.id())).isEqualTo(INPUTS);
    }

    @Test
    void inputs_moved_to_another_prediction_or_model_are_not_readable() throws Exception {
        PredictionRecord prediction = inserted(database.table(), "applicant-1", true);
        PredictionRecord other = inserted(database.table(), "applicant-1", true);
        database.run("update monitoring.prediction set inputs = (select inputs from monitoring.prediction where id = '"
                + prediction.id() + "') where id = '" + other.id() + "'");
        database.run("update monitoring.prediction set model = 'another' where id = '" + prediction.id() + "'");

        for (PredictionRecord moved : List.of(prediction, other)) {
            assertThatThrownBy(() -> read(database.table(), moved.id())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_deleted_key_is_forgotten_by_every_node_within_five_minutes() throws Exception {
        MovedClock clock = new MovedClock();
        PredictionTable node = table(clock, MonitoringDatabase.MASTER);
        inserted(node, "applicant-1", true);
        database.run("delete from monitoring.subject_key");

        clock.forward(Duration.ofMinutes(5));
        PredictionRecord later = inserted(node, "applicant-1", true);

        assertThat(read(node, later.id())).isEqualTo(INPUTS);
    }

    @Test
    void a_key_says_on_which_day_it_was_last_used() throws Exception {
        MovedClock clock = new MovedClock();
        inserted(table(clock, MonitoringDatabase.MASTER), "applicant-1", true);
        clock.forward(Duration.ofDays(3));

        inserted(table(clock, MonitoringDatabase.MASTER), "applicant-1", true);

        assertThat(database.count("select count(*) from monitoring.subject_key where used_on = '2026-03-04'"))
                .isEqualTo(1);
    }

    @Test
    void a_group_that_fails_leaves_no_key_that_only_memory_knows() throws Exception {
        PredictionTable node = database.table();
        PredictionRecord twice = answered.asked("applicant-1", true, INPUTS);
        assertThatThrownBy(() -> node.insert(List.of(twice, twice))).isInstanceOf(SQLException.class);
        assertThat(database.count("select count(*) from monitoring.subject_key"))
                .isZero();

        PredictionRecord prediction = inserted(node, "applicant-1", true);

        assertThat(read(database.table(), prediction.id())).isEqualTo(INPUTS);
    }

    @Test
    void after_a_new_master_key_what_was_encrypted_under_the_former_one_is_read_while_it_is_given() throws Exception {
        PredictionRecord before = inserted(database.table(), "applicant-1", true);
        String changed = MonitoringDatabase.master(2) + "\n" + MonitoringDatabase.MASTER + "\n";

        PredictionTable node = table(Clock.systemUTC(), changed);
        PredictionRecord after = inserted(node, "applicant-2", true);

        assertThat(read(node, before.id())).isEqualTo(INPUTS);
        assertThat(read(table(Clock.systemUTC(), MonitoringDatabase.master(2)), after.id()))
                .isEqualTo(INPUTS);
        assertThatThrownBy(() -> read(database.table(), after.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_subject_whose_key_cannot_be_used_costs_the_others_nothing() throws Exception {
        inserted(table(Clock.systemUTC(), MonitoringDatabase.master(2)), "applicant-1", true);
        Predictions predictions = new Predictions(database.table(), 10, 1_048_576, 5_000);
        PredictionRecord good = answered.asked("applicant-2", true, INPUTS);

        assertThatThrownBy(() -> predictions.record(answered.asked("applicant-1", true, INPUTS)))
                .isInstanceOf(DomainException.class);
        predictions.record(good);

        assertThat(read(database.table(), good.id())).isEqualTo(INPUTS);
    }

    @Test
    void what_was_recorded_without_inputs_is_told_as_such() throws Exception {
        PredictionRecord prediction = answered.byChampion();
        database.table().insert(List.of(prediction));

        refused("INPUTS_UNKNOWN", prediction.id());
        refused("PREDICTION_UNKNOWN", PredictionId.at(Answered.AT));
    }

    private PredictionRecord inserted(PredictionTable table, String subject, boolean named) throws SQLException {
        PredictionRecord record = answered.asked(subject, named, INPUTS);
        table.insert(List.of(record));
        return record;
    }

    private static PredictionTable table(Clock clock, String masters) {
        return new PredictionTable(database.dataSource(), database.keys(clock, masters));
    }

    private static byte[] read(PredictionTable table, PredictionId id) {
        return database.in(entities -> new RecordedInputs(table, new Ledger(entities, Clock.systemUTC())).read(id));
    }

    private static void refused(String code, PredictionId id) {
        assertThatThrownBy(() -> read(database.table(), id))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
