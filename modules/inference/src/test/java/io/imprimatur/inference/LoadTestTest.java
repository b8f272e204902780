package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.LoadTest.Subject;
import io.imprimatur.inference.internal.LoadRounds;
import io.imprimatur.kernel.VersionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTestTest {

    private static final Duration BUDGET = Duration.ofMillis(600);

    private final Inference inference = new Inference(1024, 64, 10_000);
    private final ExecutorService clients = Executors.newFixedThreadPool(2);
    private final Subject candidate = subject();
    private final Subject champion = subject();

    @AfterEach
    void close() {
        inference.close();
        clients.shutdownNow();
    }

    @Test
    void real_models_are_compared_in_one_run() {
        inference.load(candidate.version(), Examples.artifact(2), Examples.signature(), List.of());
        inference.load(champion.version(), Examples.artifact(1), Examples.signature(), List.of());

        LoadReport report = new LoadTest(inference, 1_000).run(candidate, champion);

        assertThat(report.rounds()).isGreaterThanOrEqualTo(3);
        assertThat(report.candidate().answers()).isPositive();
        assertThat(report.candidate().failures()).isZero();
        assertThat(report.candidate().medianMicros()).isPositive();
        assertThat(report.candidate().p95Micros())
                .isGreaterThanOrEqualTo(report.candidate().medianMicros());
        assertThat(report.champion()).isNotNull();
        // Both take tens of microseconds: whatever the machine, the one is no tenfold of the other.
        assertThat(report.latencyRatio()).isBetween(0.1, 10.0);
        assertThat(report.throughputRatio()).isBetween(0.1, 10.0);
    }

    @Test
    void one_that_takes_four_times_as_long_is_seen_to() throws Exception {
        LoadReport report = rounds(
                        (subject, row) -> LockSupport.parkNanos(subject.equals(candidate) ? 8_000_000 : 2_000_000))
                .run(candidate, champion, BUDGET);

        assertThat(report.latencyRatio()).isGreaterThan(2);
        assertThat(report.throughputRatio()).isLessThan(0.5);
    }

    @Test
    void without_a_champion_there_is_nothing_to_compare_with() throws Exception {
        LoadReport report =
                rounds((subject, row) -> LockSupport.parkNanos(1_000_000)).run(candidate, null, BUDGET);

        assertThat(report.champion()).isNull();
        assertThat(report.latencyRatio()).isNull();
        assertThat(report.throughputRatio()).isNull();
        assertThat(report.candidate().answers()).isPositive();
    }

    @Test
    void one_that_answers_nothing_has_failures_instead_of_figures() throws Exception {
        LoadReport report = rounds((subject, row) -> {
                    LockSupport.parkNanos(1_000_000);
                    if (subject.equals(candidate)) {
                        throw new InferenceFailed(Reason.MODEL_FAILED, "index 11 is out of bounds");
                    }
                })
                .run(candidate, champion, BUDGET);

        assertThat(report.candidate().answers()).isZero();
        assertThat(report.candidate().failures()).isPositive();
        assertThat(report.latencyRatio()).isNull();
    }

    @Test
    void one_that_is_terribly_slow_does_not_hold_the_test_up() throws Exception {
        long start = System.nanoTime();

        LoadReport report = rounds((subject, row) -> LockSupport.parkNanos(150_000_000))
                .run(candidate, champion, Duration.ofMillis(200));

        assertThat(report.rounds()).isBetween(1, 3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private LoadRounds rounds(LoadRounds.Asked asked) {
        return new LoadRounds(clients, 2, Duration.ofMillis(25), asked);
    }

    private static Subject subject() {
        return new Subject(
                VersionId.random(),
                IntStream.range(0, Examples.rows()).mapToObj(Examples::row).toList());
    }
}
