package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private static final int BYTES = 1_048_576;

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
        Predictions predictions = new Predictions(database.table(), 10, BYTES, 5_000);
        PredictionRecord record = answered.byChampionAfterTheChallengerFailed();

        predictions.record(record);

        assertThat(predictions.find(record.id()))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(record);
        assertThat(predictions.find(PredictionId.at(Answered.AT))).isEmpty();
    }

    @Test
    void those_that_wait_together_are_committed_together() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Predictions predictions = new Predictions(new FaultyTables.HeldTable(database, open), 1_000, BYTES, 10_000);
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
        Predictions predictions = new Predictions(new FaultyTables.HeldTable(database, open), 100, BYTES, 10_000);
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
        FaultyTables.HeldTable table = new FaultyTables.HeldTable(database, open);
        Predictions predictions = new Predictions(table, 1, BYTES, 10_000);
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
        Predictions predictions = new Predictions(new FaultyTables.BrokenTable(database), 10, BYTES, 5_000);

        assertThatThrownBy(() -> predictions.record(answered.byChampion()))
                .isInstanceOfSatisfying(DomainException.class, e -> {
                    assertThat(e.code()).isEqualTo("RECORDING_FAILED");
                    assertThat(e.kind().status()).isEqualTo(503);
                });
    }

    @Test
    void nothing_is_answered_before_it_is_committed() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        FaultyTables.HeldTable table = new FaultyTables.HeldTable(database, open);
        Predictions predictions = new Predictions(table, 10, BYTES, 10_000);
        PredictionRecord record = answered.byChampion();

        Future<?> call = clients.submit(() -> predictions.record(record));
        assertThat(table.reached.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(call.isDone()).isFalse();
        assertThat(predictions.find(record.id())).isEmpty();

        open.countDown();
        call.get(10, TimeUnit.SECONDS);
        assertThat(predictions.find(record.id())).isPresent();
    }

    @Test
    void a_class_that_need_not_wait_is_answered_from_the_buffer_and_recorded_a_moment_later() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Predictions predictions = new Predictions(new FaultyTables.HeldTable(database, open), 10, BYTES, 10_000);
        PredictionRecord record = answered.byChampion();

        predictions.buffer(record);
        assertThat(predictions.find(record.id())).isEmpty();

        open.countDown();
        await().until(() -> predictions.find(record.id()).isPresent());
    }

    @Test
    void a_full_buffer_holds_back_who_comes_and_lets_them_go_on_when_there_is_room() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        FaultyTables.HeldTable table = new FaultyTables.HeldTable(database, open);
        Predictions predictions = new Predictions(table, 1, BYTES, 10_000);
        predictions.buffer(answered.byChampion());
        assertThat(table.reached.await(10, TimeUnit.SECONDS)).isTrue();
        predictions.buffer(answered.byChampion());

        PredictionRecord late = answered.byChampion();
        Thread client = new Thread(() -> predictions.buffer(late));
        client.start();
        await().until(() -> client.getState() == Thread.State.TIMED_WAITING);

        open.countDown();
        client.join(10_000);
        assertThat(client.isAlive()).isFalse();
        await().until(() -> predictions.find(late.id()).isPresent());
    }

    @Test
    void inputs_take_room_by_their_size_and_one_that_needs_all_of_it_is_not_refused() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Predictions predictions = new Predictions(new FaultyTables.HeldTable(database, open), 100, 64 * 1_024, 50);
        PredictionRecord large = answered.asked("somebody", true, new byte[1_000_000]);
        predictions.buffer(large);

        assertThatThrownBy(() -> predictions.buffer(answered.asked("somebody", true, new byte[10])))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("RECORDING_OVERLOADED"));

        open.countDown();
        await().until(() -> predictions.find(large.id()).isPresent());
        predictions.buffer(answered.asked("somebody", true, new byte[10]));
    }

    @Test
    void a_buffer_that_stays_full_is_told_as_an_overload() throws Exception {
        FaultyTables.HeldTable table = new FaultyTables.HeldTable(database, new CountDownLatch(1));
        Predictions predictions = new Predictions(table, 1, BYTES, 50);
        predictions.buffer(answered.byChampion());
        assertThat(table.reached.await(10, TimeUnit.SECONDS)).isTrue();
        predictions.buffer(answered.byChampion());

        assertThatThrownBy(() -> predictions.buffer(answered.byChampion()))
                .isInstanceOfSatisfying(DomainException.class, e -> {
                    assertThat(e.code()).isEqualTo("RECORDING_OVERLOADED");
                    assertThat(e.kind().status()).isEqualTo(429);
                });
    }

    @Test
    void while_the_database_takes_nothing_the_buffer_takes_nothing_and_what_it_holds_is_not_lost() {
        FaultyTables.BrokenTable table = new FaultyTables.BrokenTable(database);
        Predictions predictions = new Predictions(table, 10, BYTES, 5_000);
        PredictionRecord early = answered.byChampion();
        predictions.buffer(early);

        await().untilAsserted(() -> assertThatThrownBy(() -> predictions.buffer(answered.byChampion()))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("RECORDING_FAILED")));

        table.broken = false;
        await().until(() -> predictions.find(early.id()).isPresent());
        PredictionRecord late = answered.byChampion();
        predictions.buffer(late);
        await().until(() -> predictions.find(late.id()).isPresent());
    }

    @Test
    void a_connection_that_is_killed_in_the_middle_costs_nobody_an_answer() throws Exception {
        Predictions predictions = new Predictions(new FaultyTables.KilledTable(database), 100, BYTES, 10_000);
        List<Future<PredictionRecord>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(clients.submit(() -> {
                PredictionRecord record = answered.byChampion();
                predictions.record(record);
                return record;
            }));
        }

        for (Future<PredictionRecord> call : calls) {
            assertThat(predictions.find(call.get(10, TimeUnit.SECONDS).id())).isPresent();
        }
        assertThat(recorded()).isEqualTo(200);
    }

    @Test
    void what_a_lost_connection_had_committed_is_not_recorded_twice_and_not_refused() throws Exception {
        FaultyTables.UnconfirmedTable table = new FaultyTables.UnconfirmedTable(database);
        Predictions predictions = new Predictions(table, 10, BYTES, 10_000);

        for (int i = 0; i < 5; i++) {
            table.confirms = i % 2 == 1;
            predictions.record(answered.byChampion());
        }

        assertThat(recorded()).isEqualTo(5);
    }

    @Test
    void a_stop_under_load_loses_nothing_that_was_answered() throws Exception {
        Predictions predictions = new Predictions(database.table(), 64, BYTES, 5_000);
        CountDownLatch underway = new CountDownLatch(500);
        Queue<PredictionRecord> taken = new ConcurrentLinkedQueue<>();
        List<Future<?>> calls = new ArrayList<>();
        for (int client = 0; client < 32; client++) {
            boolean durable = client % 2 == 0;
            calls.add(clients.submit(() -> {
                try {
                    while (true) {
                        PredictionRecord record = answered.byChampion();
                        if (durable) {
                            predictions.record(record);
                        } else {
                            predictions.buffer(record);
                        }
                        taken.add(record);
                        underway.countDown();
                    }
                } catch (DomainException closed) {
                    assertThat(closed.code()).isEqualTo("RECORDING_OVERLOADED");
                }
            }));
        }
        assertThat(underway.await(30, TimeUnit.SECONDS)).isTrue();

        predictions.close();

        for (Future<?> call : calls) {
            call.get(10, TimeUnit.SECONDS);
        }
        assertThat(recorded()).isEqualTo(taken.size());
    }

    @Test
    void an_orderly_stop_takes_nothing_more_and_loses_nothing() {
        Predictions predictions = new Predictions(database.table(), 10, BYTES, 5_000);
        predictions.record(answered.byChampion());

        assertThatCode(predictions::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> predictions.record(answered.byChampion())).isInstanceOf(DomainException.class);
        assertThatThrownBy(() -> predictions.buffer(answered.byChampion())).isInstanceOf(DomainException.class);
    }

    private long recorded() {
        return database.count(
                "select count(*) from monitoring.prediction where release_id = '" + answered.champion + "'");
    }
}
