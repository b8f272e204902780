package io.imprimatur.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that lives no longer than the benchmark. */
final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final long INTERVAL_MILLIS = 100;

    private final Process process;
    private final Path log;

    /** What a server lacks that it could not be started. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        Missing(String why) {
            super(why);
        }
    }

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a server and returns when it answers a request with 200.
     *
     * @param ready the request, whole
     * @throws Missing with the reason in one sentence, when it does not
     */
    static Program start(String name, List<String> command, Map<String, String> environment, int port, byte[] ready)
            throws Missing {
        try {
            Path log = Files.createDirectories(Path.of("target", "logs")).resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            Program program = new Program(builder.start(), log);
            program.await(name, port, ready);
            return program;
        } catch (IOException e) {
            throw new Missing(name + " could not be started: " + e.getMessage());
        }
    }

    /** A port that nobody used a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(String name, int port, byte[] ready) throws Missing {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(port, ready)) {
            if (!process.isAlive()) {
                throw new Missing(name + " ended while it started, it says: " + lastWords());
            }
            if (System.nanoTime() > end) {
                close();
                throw new Missing(
                        name + " did not answer within " + PATIENCE.toSeconds() + " s, it says: " + lastWords());
            }
            pause();
        }
    }

    private static boolean answers(int port, byte[] ready) {
        try (Connection connection = new Connection(port)) {
            return connection.send(ready) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void pause() throws Missing {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new Missing("The benchmark was interrupted.");
        }
    }

    private String lastWords() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line.strip());
        } catch (IOException e) {
            return "nothing";
        }
    }

    long pid() {
        return process.pid();
    }

    /** Gently at first; its descendants with it. */
    @Override
    public void close() {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        try {
            process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
