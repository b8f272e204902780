package io.imprimatur.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The whole stack on one machine. It starts completely or not at all: what a failed start has begun is stopped again.
 * The servers outlive the process that started them.
 */
public final class Stack implements AutoCloseable {

    private final Layout layout;
    private final Secrets secrets;
    private final Ports ports;
    private final PostgresServer postgres;
    private final KeycloakServer keycloak;
    private final PayaraMicro payara;

    private Stack(Layout layout, Ports ports, Map<String, String> settings) {
        this.layout = layout;
        this.ports = ports;
        this.secrets = Secrets.in(layout.home());
        this.postgres = new PostgresServer(layout, secrets, ports.postgres());
        this.keycloak = new KeycloakServer(layout, secrets, ports, true);
        this.payara = new PayaraMicro(layout, secrets, ports, true, settings);
    }

    /** The stack of this checkout, on the usual ports or those that the environment names. */
    public static Stack usual() {
        return new Stack(Layout.usual(), Ports.from(System.getenv()), Map.of());
    }

    /** A stack apart for tests: data of its own in {@code home}, ports that nobody uses. */
    public static Stack onFreePorts(Path home) {
        return onFreePorts(home, Map.of());
    }

    /** The same with further settings of the application, by the names of their environment variables. */
    public static Stack onFreePorts(Path home, Map<String, String> settings) {
        return new Stack(Layout.apart(home), Ports.free(), settings);
    }

    /** Where it answers. */
    public StackAddresses addresses() {
        return new StackAddresses(
                URI.create(payara.address()),
                URI.create(keycloak.address() + "/realms/" + KeycloakServer.REALM),
                secrets.client("prediction-client"));
    }

    public Layout layout() {
        return layout;
    }

    public Secrets secrets() {
        return secrets;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public KeycloakServer keycloak() {
        return keycloak;
    }

    public PayaraMicro payara() {
        return payara;
    }

    /** Whether all servers do their work. */
    public boolean isUp() {
        return servers().stream().allMatch(server -> server.handle().isPresent() && server.isHealthy());
    }

    /**
     * Starts everything and returns when all is healthy; a stack that is up already is left as it is.
     *
     * @throws LaunchFailed saying why in one sentence, after everything it started was stopped
     */
    public void up(Reporter reporter) {
        locked(() -> {
            List<Server> running = servers().stream()
                    .filter(server -> server.handle().isPresent())
                    .toList();
            if (running.size() == servers().size() && isUp()) {
                reporter.say("The stack is up already.");
                return;
            }
            if (!running.isEmpty()) {
                String names =
                        String.join(", ", running.stream().map(Server::name).toList());
                stopAll();
                throw new LaunchFailed("Only a part of the stack was running (" + names
                        + "); it has been stopped, so that the next start begins afresh.");
            }
            ports.requireFree();
            layout.archive();
            start(reporter);
        });
    }

    private void start(Reporter reporter) {
        Thread undo = new Thread(this::stopAll, "undo");
        Runtime.getRuntime().addShutdownHook(undo);
        ExecutorService starters = Executors.newFixedThreadPool(2);
        try {
            Future<?> prepared = starters.submit(keycloak::prepare);
            timed(reporter, postgres);
            // Payara asks Keycloak for nothing while it starts.
            Future<?> archive = starters.submit(() -> timed(reporter, payara));
            await(prepared);
            timed(reporter, keycloak);
            await(archive);
        } catch (RuntimeException e) {
            starters.shutdownNow();
            stopAll();
            throw e;
        } finally {
            starters.shutdownNow();
            forget(undo);
        }
    }

    private static void timed(Reporter reporter, Server server) {
        long begun = System.nanoTime();
        server.start();
        reporter.done(Duration.ofNanos(System.nanoTime() - begun), server.name() + " is ready at " + server.address());
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LaunchFailed failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailed("The start was interrupted.");
        }
    }

    /** A command that is ending already runs the hook itself. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything that runs, the last started first; within bounded time, also after a crash. */
    public void down() {
        locked(this::stopAll);
    }

    @Override
    public void close() {
        down();
    }

    private void stopAll() {
        ExecutorService stoppers = Executors.newFixedThreadPool(2);
        try {
            for (Future<Object> stopped : stoppers.invokeAll(
                    List.<Callable<Object>>of(Executors.callable(payara::stop), Executors.callable(keycloak::stop)))) {
                await(stopped);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stoppers.shutdownNow();
            postgres.stop();
        }
    }

    /** How each server is. */
    public List<ServerStatus> status() {
        List<ServerStatus> all = new ArrayList<>();
        for (Server server : servers()) {
            all.add(server.handle()
                    .map(handle -> new ServerStatus(
                            server.name(),
                            server.isHealthy() ? "ready" : "not ready",
                            handle.pid(),
                            server.address(),
                            Memory.of(handle)))
                    .orElseGet(() -> new ServerStatus(server.name(), "stopped", 0, server.address(), 0)));
        }
        return all;
    }

    /** Resident memory of all servers now, in bytes. */
    public long memoryBytes() {
        return servers().stream()
                .flatMap(server -> server.handle().stream())
                .mapToLong(Memory::of)
                .sum();
    }

    List<Server> servers() {
        return List.of(postgres, keycloak, payara);
    }

    private void locked(Runnable work) {
        Path lock = layout.home().resolve("lock");
        try {
            Files.createDirectories(layout.home());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held == null) {
                    throw new LaunchFailed("Another command is starting or stopping the stack in " + layout.home()
                            + ": wait until it has ended.");
                }
                work.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
