package io.imprimatur.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Sends requests over a number of connections and measures the answers. */
final class Load implements AutoCloseable {

    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int OK = 200;

    private final Target target;
    private final List<byte[]> requests;
    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads;

    /** What one connection does until the end; it records how long each answer took. */
    private interface Client {
        void run(Connection connection, int number, Histogram latencies, AtomicLong errors) throws IOException;
    }

    /** What has been used so far. */
    private record Counters(long nanos, long server, long database, long client, long machine) {

        static Counters now(Target target) {
            return new Counters(
                    System.nanoTime(),
                    target.serverMicros(),
                    target.databaseMicros(),
                    Processors.own(),
                    Processors.machine());
        }

        Measured since(Counters start, Histogram latencies, long errors) {
            return new Measured(
                    latencies,
                    errors,
                    nanos - start.nanos,
                    server - start.server,
                    database - start.database,
                    client - start.client,
                    machine - start.machine);
        }
    }

    /**
     * @param requests whole HTTP requests, sent in turn
     */
    Load(Target target, List<byte[]> requests, int concurrency) {
        this.target = target;
        this.requests = requests;
        this.threads = Executors.newFixedThreadPool(concurrency);
        for (int i = 0; i < concurrency; i++) {
            connections.add(new Connection(target.port()));
        }
    }

    /** Closed loop: each connection sends its next request when the last is answered. */
    Measured closed(Duration length) {
        AtomicLong end = new AtomicLong();
        return measure(() -> end.set(System.nanoTime() + length.toNanos()), (connection, number, latencies, errors) -> {
            int next = number * 7;
            long sent = System.nanoTime();
            while (sent < end.get()) {
                boolean answered = send(connection, next++, errors);
                long now = System.nanoTime();
                if (answered) {
                    latencies.recordValue(Math.min(now - sent, LONGEST_NANOS));
                }
                sent = now;
            }
        });
    }

    /**
     * Open loop: requests are due at the times given, whatever has become of those before. Latency counts from when a
     * request was due and not from when a connection was free to send it, so that nothing is left out just because the
     * server was slow (no coordinated omission).
     */
    Measured open(long[] due) {
        AtomicLong begin = new AtomicLong();
        AtomicInteger taken = new AtomicInteger();
        return measure(() -> begin.set(System.nanoTime()), (connection, number, latencies, errors) -> {
            for (int i = taken.getAndIncrement(); i < due.length; i = taken.getAndIncrement()) {
                long at = begin.get() + due[i];
                for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                if (send(connection, i, errors)) {
                    latencies.recordValue(Math.min(System.nanoTime() - at, LONGEST_NANOS));
                }
            }
        });
    }

    private boolean send(Connection connection, int number, AtomicLong errors) {
        try {
            if (connection.send(requests.get(number % requests.size())) == OK) {
                return true;
            }
        } catch (IOException e) {
            // counted below, as an answer with another status is
        }
        errors.incrementAndGet();
        return false;
    }

    private Measured measure(Runnable begin, Client client) {
        AtomicLong errors = new AtomicLong();
        AtomicReference<Counters> start = new AtomicReference<>();
        CyclicBarrier together = new CyclicBarrier(connections.size(), () -> {
            start.set(Counters.now(target));
            begin.run();
        });
        List<Future<Histogram>> running = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            int number = i;
            running.add(threads.submit(() -> {
                Histogram latencies = new Histogram(LONGEST_NANOS, 3);
                together.await();
                client.run(connections.get(number), number, latencies, errors);
                return latencies;
            }));
        }
        Histogram latencies = new Histogram(LONGEST_NANOS, 3);
        running.forEach(one -> latencies.add(result(one)));
        return Counters.now(target).since(start.get(), latencies, errors.get());
    }

    private static Histogram result(Future<Histogram> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A client of the benchmark failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
