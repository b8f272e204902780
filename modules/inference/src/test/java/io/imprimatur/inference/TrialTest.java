package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.Trial.Subject;
import io.imprimatur.inference.internal.LoadRounds;
import io.imprimatur.kernel.DomainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judged in a process of their own: the real libtorch, and models that do harm when they run. */
class TrialTest {

    private static final Duration BUDGET = Duration.ofMillis(600);

    private static final Trial TRIAL = new Trial(60_000, 3_072, 1_000);

    private final ExecutorService clients = Executors.newFixedThreadPool(2);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        clients.shutdownNow();
    }

    @Test
    void a_version_answers_apart_what_it_answers_here() {
        List<Tensor> rows =
                IntStream.range(0, Examples.rows()).mapToObj(Examples::row).toList();

        List<List<Tensor>> answers = TRIAL.answers(new Subject(Examples.artifact(2), Examples.signature(), rows));

        assertThat(answers).hasSize(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertThat(answers.get(row).get(0).floats()).containsExactly(Examples.answer(2, row), within(1e-5f));
        }
    }

    @Test
    void one_that_fails_on_a_row_says_so() throws IOException {
        Subject subject = hostile("rows = torch.add(rows, torch.zeros([3, 7]))");

        assertThatThrownBy(() -> TRIAL.answers(subject))
                .isInstanceOf(InferenceFailed.class)
                .hasMessageContaining("must match the size");
    }

    @Test
    void one_that_breaks_or_stalls_its_process_breaks_no_other() throws IOException {
        Subject breaking = hostile("rows = " + HostileArchives.nested("(", ")"));
        Subject stalling = hostile("while True:\n      rows = torch.add(rows, 0.)");

        assertThatThrownBy(() -> TRIAL.answers(breaking)).hasMessageContaining("The process that loaded it");
        assertThatThrownBy(() -> TRIAL.load(breaking, null)).hasMessageContaining("The process that loaded it");
        assertThatThrownBy(() -> new Trial(12_000, 3_072, 1_000).answers(stalling))
                .hasMessageContaining("was killed");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void rows_that_are_not_what_the_card_says_reach_no_model() {
        Tensor narrow = Tensor.fp32("application", new long[] {1, 3}, new float[3]);

        assertThatThrownBy(
                        () -> TRIAL.answers(new Subject(Examples.artifact(1), Examples.signature(), List.of(narrow))))
                .isInstanceOf(DomainException.class)
                .hasMessageContaining("[-1, 20]");
    }

    @Test
    void real_models_are_compared_in_one_run() {
        LoadReport report = TRIAL.load(subject(2), subject(1));

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
        LoadReport report = rounds().run(pausing(8), pausing(2), BUDGET);

        assertThat(report.latencyRatio()).isGreaterThan(2);
        assertThat(report.throughputRatio()).isLessThan(0.5);
    }

    @Test
    void without_a_champion_there_is_nothing_to_compare_with() throws Exception {
        LoadReport report = rounds().run(pausing(1), null, BUDGET);

        assertThat(report.champion()).isNull();
        assertThat(report.latencyRatio()).isNull();
        assertThat(report.throughputRatio()).isNull();
        assertThat(report.candidate().answers()).isPositive();
    }

    @Test
    void one_that_answers_nothing_has_failures_instead_of_figures() throws Exception {
        LoadReport report = rounds().run(
                        turn -> {
                            pausing(1).ask(turn);
                            throw new InferenceFailed(Reason.MODEL_FAILED, "index 11 is out of bounds");
                        },
                        pausing(1),
                        BUDGET);

        assertThat(report.candidate().answers()).isZero();
        assertThat(report.candidate().failures()).isPositive();
        assertThat(report.latencyRatio()).isNull();
    }

    @Test
    void one_that_is_terribly_slow_does_not_hold_the_test_up() throws Exception {
        long start = System.nanoTime();

        LoadReport report = rounds().run(pausing(150), pausing(150), Duration.ofMillis(200));

        assertThat(report.rounds()).isBetween(1, 3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private LoadRounds rounds() {
        return new LoadRounds(clients, 2, Duration.ofMillis(25));
    }

    private static LoadRounds.Asked pausing(long millis) {
        return turn -> LockSupport.parkNanos(millis * 1_000_000);
    }

    private static Subject subject(int version) {
        return new Subject(
                Examples.artifact(version),
                Examples.signature(),
                IntStream.range(0, Examples.rows()).mapToObj(Examples::row).toList());
    }

    private Subject hostile(String line) throws IOException {
        Path artifact = Files.write(folder.resolve("model-" + line.hashCode() + ".pt"), HostileArchives.line(line));
        return new Subject(artifact, Examples.signature(), List.of(Examples.row(0)));
    }
}
