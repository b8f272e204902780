package io.imprimatur.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imprimatur.inference.Examples;
import io.imprimatur.inference.HostileArchives;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.Tensor;
import io.imprimatur.inference.VersionFailed;
import io.imprimatur.kernel.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that stall or break what serves them, with the real libtorch. */
class WatchdogTest {

    private static final long STALL_MILLIS = 300;

    /** Reads beyond its own memory: libtorch believes indices that are called unsafe. */
    private static final String BREAKING =
            "rows = torch.add(rows, torch.sum(torch.to_dense(torch._sparse_coo_tensor_unsafe("
                    + "torch.full([1, 1], 70368744177664, dtype=4), torch.ones([1]), [2]))))";

    private final Inference inference = new Inference(64, 8, 60_000);
    private final VersionId version = VersionId.random();
    private final VersionId other = VersionId.random();
    private final Told told = new Told();

    @TempDir
    private Path folder;

    /** Keeps what it is told, or cannot just now. */
    private static final class Told extends FailureReport {
        private final List<VersionFailed> failures = new ArrayList<>();
        private boolean away;

        @Override
        public void tell(VersionFailed failure) {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            failures.add(failure);
        }
    }

    @AfterEach
    void close() {
        inference.unload(other);
        // A native call that goes on while the process ends would break it.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals(LoadedModel.THREAD + version)));
    }

    @Test
    void a_version_that_stalls_is_taken_out_and_all_who_wait_for_it_are_told() throws Exception {
        inference.load(other, Examples.artifact(1), Examples.signature(), List.of());
        inference.load(version, stalling(), Examples.signature(), List.of());
        CompletableFuture<List<Tensor>> first = ask(version);
        Watchdog watchdog = watchdog(null);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !inference.stalled(Duration.ZERO).isEmpty());
        CompletableFuture<List<Tensor>> second = ask(version);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            watchdog.look();
            return !told.failures.isEmpty();
        });

        assertThat(told.failures).singleElement().satisfies(failure -> {
            assertThat(failure.version()).isEqualTo(version);
            assertThat(failure.reason()).contains("did not come back");
        });
        for (CompletableFuture<List<Tensor>> asked : List.of(first, second)) {
            assertThatThrownBy(() -> asked.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(InferenceFailed.class);
        }
        assertThatThrownBy(() -> inference.infer(version, List.of(Examples.row(0))))
                .isInstanceOfSatisfying(
                        InferenceFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.NOT_LOADED));
        assertThatThrownBy(() -> inference.load(version, stalling(), Examples.signature(), List.of()))
                .hasMessageContaining("taken out");
        assertThat(inference.infer(other, List.of(Examples.row(0)))).hasSize(1);
    }

    @Test
    void a_failure_that_cannot_be_written_down_now_is_written_down_later() {
        told.away = true;
        inference.load(version, Examples.artifact(1), Examples.signature(), List.of());
        Watchdog watchdog = watchdog(report(version));
        watchdog.readCrashes();
        watchdog.look();
        assertThat(inference.isReady(version)).isFalse();
        assertThat(CrashReports.unread(folder)).hasSize(1);

        told.away = false;
        watchdog.look();
        watchdog.look();

        assertThat(told.failures)
                .singleElement()
                .extracting(VersionFailed::version)
                .isEqualTo(version);
        assertThat(CrashReports.unread(folder)).isEmpty();
    }

    @Test
    void a_version_that_broke_the_process_is_named_by_the_report_and_not_loaded_again() throws Exception {
        Path artifact = Files.write(folder.resolve("model.pt"), HostileArchives.line(BREAKING));
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"),
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BreakingNode.class.getName(),
                        version.toString(),
                        artifact.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("out"))).contains("loaded").contains("SIGSEGV");

        Watchdog watchdog = watchdog(folder);
        watchdog.readCrashes();
        watchdog.look();

        assertThat(told.failures).singleElement().satisfies(failure -> {
            assertThat(failure.version()).isEqualTo(version);
            assertThat(failure.reason()).contains("broke the process");
        });
        assertThatThrownBy(() -> inference.load(version, artifact, Examples.signature(), List.of()))
                .hasMessageContaining("taken out");
    }

    private Watchdog watchdog(Path crashes) {
        return new Watchdog(
                inference, told, STALL_MILLIS, Optional.ofNullable(crashes).map(Path::toString));
    }

    private CompletableFuture<List<Tensor>> ask(VersionId asked) {
        return CompletableFuture.supplyAsync(() -> inference.infer(asked, List.of(Examples.row(0))));
    }

    /** Comes back after some seconds, so that no thread is left behind for good. */
    private Path stalling() throws IOException {
        return Files.write(
                folder.resolve("stalling.pt"),
                HostileArchives.line("for _9 in range(2000000):\n      rows = torch.add(rows, 0.)"));
    }

    private Path report(VersionId broken) {
        try {
            Files.writeString(
                    folder.resolve("hs_err_4711.log"),
                    "#\n# A fatal error\n\nCurrent thread (0x00007f2a):  JavaThread \"inference-" + broken
                            + "\" daemon [_thread_in_native, id=7]\n");
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
