package io.imprimatur.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A server that outlives the command that started it. Its process is known by its id and its start time, so that a
 * stale file never leads to a stranger's process.
 */
final class ServerProcess {

    private final Path file;
    private final Path log;

    ServerProcess(String name, Layout layout) {
        this.file = layout.home().resolve("run").resolve(name + ".pid");
        this.log = layout.log(name);
    }

    /** Starts in a session of its own: an interrupt at the terminal reaches the command, not the server. */
    ProcessHandle start(List<String> command, Map<String, String> environment, Path directory) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createDirectories(log.getParent());
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        ProcessHandle handle = builder.start().toHandle();
        Files.writeString(file, handle.pid() + " " + started(handle).toEpochMilli() + "\n");
        return handle;
    }

    /** The running process, if it still is the one that was started; or what it left behind, if it was killed alone. */
    Optional<ProcessHandle> handle() {
        return alive().stream().findFirst();
    }

    /** Asks it to end, waits, and then ends it; returns when it and all that it started are gone. */
    void stop(Duration patience) {
        List<ProcessHandle> alive = alive();
        if (!alive.isEmpty()) {
            end(alive.get(0), patience);
            // A wrapper that was killed could not pass the word on.
            alive.forEach(member -> end(member, patience));
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void end(ProcessHandle handle, Duration patience) {
        handle.destroy();
        if (!ended(handle, patience)) {
            handle.destroyForcibly();
            ended(handle, Duration.ofSeconds(5));
        }
    }

    /** The leader first, then the other members of its session; its id is not given anew while one of them lives. */
    private List<ProcessHandle> alive() {
        long leader;
        long since;
        try {
            String[] words = Files.readString(file).strip().split(" ");
            leader = Long.parseLong(words[0]);
            since = Long.parseLong(words[1]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return List.of();
        }
        Optional<ProcessHandle> holder = ProcessHandle.of(leader).filter(ProcessHandle::isAlive);
        if (holder.isPresent() && started(holder.get()).toEpochMilli() != since) {
            return List.of();
        }
        Stream<ProcessHandle> others = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != leader && session(process.pid()) == leader);
        return Stream.concat(holder.stream(), others).toList();
    }

    /** The session a process belongs to; 0 if it is gone. */
    private static long session(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // After the name, which may hold anything, come state, parent, group and session.
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
    }

    /** The last lines of its log that speak of a failure, or else the last lines. */
    static String lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            List<String> failures = lines.stream()
                    .filter(line -> line.contains("ERROR")
                            || line.contains("SEVERE")
                            || line.contains("FATAL")
                            || line.contains("Exception"))
                    .toList();
            List<String> words = failures.isEmpty() ? lines : failures;
            return String.join("\n", words.subList(Math.max(0, words.size() - 5), words.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean ended(ProcessHandle handle, Duration patience) {
        CompletableFuture<ProcessHandle> exit = handle.onExit();
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            return !handle.isAlive();
        }
    }

    private static Instant started(ProcessHandle handle) {
        return handle.info().startInstant().orElse(Instant.EPOCH);
    }
}
