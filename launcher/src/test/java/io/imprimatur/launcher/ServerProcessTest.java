package io.imprimatur.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

    @TempDir
    private Path home;

    @Test
    void a_process_is_found_again_and_stopped() throws IOException {
        ServerProcess sleeper = sleeper();
        ProcessHandle started = sleeper.start(List.of("sleep", "600"), Map.of(), home);
        assertThat(sleeper().handle()).contains(started);
        sleeper().stop(Duration.ofSeconds(5));
        assertThat(started.isAlive()).isFalse();
        assertThat(sleeper().handle()).isEmpty();
    }

    @Test
    void a_process_that_does_not_listen_is_ended_all_the_same() throws IOException {
        ServerProcess stubborn = new ServerProcess("stubborn", layout());
        ProcessHandle started =
                stubborn.start(List.of("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"), Map.of(), home);
        stubborn.stop(Duration.ofMillis(500));
        assertThat(started.isAlive()).isFalse();
    }

    @Test
    void a_stale_file_never_leads_to_a_strangers_process() throws IOException {
        Path file = home.resolve("run/sleeper.pid");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ProcessHandle.current().pid() + " 12345\n");
        assertThat(sleeper().handle()).isEmpty();
        sleeper().stop(Duration.ofSeconds(1));
        assertThat(ProcessHandle.current().isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void what_a_killed_wrapper_left_behind_is_found_and_stopped() throws IOException {
        ServerProcess wrapped = new ServerProcess("wrapped", layout());
        ProcessHandle wrapper = wrapped.start(List.of("sh", "-c", "sleep 600 & wait"), Map.of(), home);
        await().until(() -> wrapper.children().findAny().isPresent());
        ProcessHandle child = wrapper.children().findAny().orElseThrow();
        wrapper.destroyForcibly();
        wrapper.onExit().join();
        assertThat(wrapped.handle()).contains(child);
        wrapped.stop(Duration.ofSeconds(5));
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void the_last_words_are_those_that_speak_of_the_failure() throws IOException {
        Path log = home.resolve("log");
        Files.writeString(log, "starting\nERROR no such database\nshutting down\n");
        assertThat(ServerProcess.lastWords(log)).isEqualTo("ERROR no such database");
    }

    private ServerProcess sleeper() {
        return new ServerProcess("sleeper", layout());
    }

    private Layout layout() {
        return new Layout(home, home, home.resolve("programs"));
    }
}
