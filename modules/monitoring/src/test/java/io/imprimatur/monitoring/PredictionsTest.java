package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.internal.PredictionTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PredictionsTest {

    private static MonitoringDatabase database;

    private final Answered answered = new Answered();
    private final ExecutorService clients = Executors.newFixedThreadPool(64);

    @BeforeAll
    static void start() {
        database = new MonitoringDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @AfterEach
    void close() {
        clients.shutdownNow();
    }

    @Test
    void what_is_recorded_is_committed_when_the_call_returns() {
        Predictions predictions = new Predictions(database.table(), 10, 5_000);
        PredictionRecord record = answered.byChampionAfterTheChallengerFailed();

        predictions.record(record);

        assertThat(predictions.find(record.id()))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(record);
        assertThat(predictions.find(PredictionId.random())).isEmpty();
    }

    @Test
    void those_that_wait_together_are_committed_together() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Predictions predictions = new Predictions(new HeldTable(open), 1_000, 10_000);
        List<PredictionRecord> records = new ArrayList<>();
        List<Callable<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            PredictionRecord record = answered.byChampion();
            records.add(record);
            calls.add(() -> {
                predictions.record(record);
                return null;
            });
        }
        ExecutorService everybody = Executors.newFixedThreadPool(300);
        List<Future<Void>> waiting = new ArrayList<>();
        calls.forEach(call -> waiting.add(everybody.submit(call)));
        open.countDown();
        for (Future<Void> done : waiting) {
            done.get(10, TimeUnit.SECONDS);
        }
        everybody.shutdownNow();

        String mine = "from monitoring.prediction where release_id = '" + answered.champion + "'";
        assertThat(database.count("select count(*) " + mine)).isEqualTo(300);
        assertThat(database.count("select count(distinct xmin::text) " + mine)).isLessThan(150);
        assertThat(records).allMatch(record -> predictions.find(record.id()).isPresent());
    }

    @Test
    void a_row_that_the_database_refuses_does_not_cost_the_others_theirs() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Predictions predictions = new Predictions(new HeldTable(open), 100, 10_000);
        PredictionRecord good = answered.byChampion();
        Future<?> first = clients.submit(() -> predictions.record(answered.byChampion()));
        Future<?> bad = clients.submit(() -> predictions.record(answered.withRequestId("no \0 in PostgreSQL")));
        Future<?> other = clients.submit(() -> predictions.record(good));
        open.countDown();

        first.get(10, TimeUnit.SECONDS);
        other.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(DomainException.class);
        assertThat(predictions.find(good.id())).isPresent();
    }

    @Test
    void more_than_the_queue_holds_is_refused_at_once() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        HeldTable table = new HeldTable(open);
        Predictions predictions = new Predictions(table, 1, 10_000);
        Future<?> beingWritten = clients.submit(() -> predictions.record(answered.byChampion()));
        assertThat(table.reached.await(10, TimeUnit.SECONDS)).isTrue();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(clients.submit(() -> predictions.record(answered.byChampion())));
        }

        // One of them has the place in the queue; the other two are told, although nothing is written yet.
        await().until(() -> calls.stream().filter(Future::isDone).count() == 2);
        for (Future<?> call : calls.stream().filter(Future::isDone).toList()) {
            assertThatThrownBy(call::get)
                    .hasRootCauseInstanceOf(DomainException.class)
                    .hasMessageContaining("Too many predictions");
        }
        open.countDown();
        beingWritten.get(10, TimeUnit.SECONDS);
    }

    @Test
    void without_the_database_nothing_is_answered() {
        Predictions predictions = new Predictions(new BrokenTable(), 10, 5_000);

        assertThatThrownBy(() -> predictions.record(answered.byChampion()))
                .isInstanceOfSatisfying(DomainException.class, e -> {
                    assertThat(e.code()).isEqualTo("RECORDING_FAILED");
                    assertThat(e.kind().status()).isEqualTo(503);
                });
    }

    @Test
    void an_orderly_stop_takes_nothing_more_and_loses_nothing() {
        Predictions predictions = new Predictions(database.table(), 10, 5_000);
        predictions.record(answered.byChampion());

        assertThatCode(predictions::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> predictions.record(answered.byChampion())).isInstanceOf(DomainException.class);
    }

    /** Writes only once it is let. */
    private static final class HeldTable extends PredictionTable {

        private final CountDownLatch open;
        private final CountDownLatch reached = new CountDownLatch(1);

        HeldTable(CountDownLatch open) {
            super(database.dataSource());
            this.open = open;
        }

        @Override
        public void insert(List<PredictionRecord> records) throws SQLException {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            super.insert(records);
        }
    }

    /** As if the database were away. */
    private static final class BrokenTable extends PredictionTable {

        BrokenTable() {
            super(database.dataSource());
        }

        @Override
        public void insert(List<PredictionRecord> records) throws SQLException {
            throw new SQLException("connection refused", "08001");
        }
    }
}
