package io.imprimatur.monitoring;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.internal.PredictionTable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The prediction log. A prediction is committed before it is answered, by group commit: one thread writes all that wait
 * in one statement, and each waits for its own group.
 */
@ApplicationScoped
public class Predictions {

    private static final Logger LOG = Logger.getLogger(Predictions.class.getName());
    private static final int GROUP = 512;
    private static final long IDLE_MILLIS = 200;
    private static final long CLOSE_MILLIS = 10_000;

    private final PredictionTable table;
    private final BlockingQueue<Waiting> waiting;
    private final long timeoutMillis;
    private @Nullable Thread writer;
    private volatile boolean closing;

    private record Waiting(PredictionRecord record, CompletableFuture<Void> committed) {}

    @Inject
    public Predictions(
            PredictionTable table,
            @ConfigProperty(name = "imprimatur.recording.queue", defaultValue = "4096") int queue,
            @ConfigProperty(name = "imprimatur.recording.timeout.millis", defaultValue = "5000") long timeoutMillis) {
        this.table = table;
        this.waiting = new ArrayBlockingQueue<>(queue);
        this.timeoutMillis = timeoutMillis;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Predictions() {
        this.table = null;
        this.waiting = new ArrayBlockingQueue<>(1);
        this.timeoutMillis = 0;
    }

    /**
     * Returns when the record is committed.
     *
     * @throws DomainException RECORDING_OVERLOADED when too many wait, RECORDING_FAILED when the database does not take
     *     it: the prediction must not be answered then
     */
    public void record(PredictionRecord record) {
        Waiting entry = new Waiting(record, new CompletableFuture<>());
        startWriter();
        if (closing || !waiting.offer(entry)) {
            throw DomainException.overloaded(
                    "RECORDING_OVERLOADED", "Too many predictions wait to be recorded. Try again.");
        }
        try {
            entry.committed().get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "A prediction could not be recorded: {0}", e.toString());
            throw DomainException.unavailable(
                    "RECORDING_FAILED", "The prediction could not be recorded, so it is not answered. Try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DomainException.unavailable("RECORDING_FAILED", "Interrupted while recording.");
        }
    }

    public Optional<PredictionRecord> find(PredictionId id) {
        return table.find(id);
    }

    private synchronized void startWriter() {
        if (writer == null) {
            writer = new Thread(this::write, "prediction-recorder");
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void write() {
        List<Waiting> group = new ArrayList<>(GROUP);
        while (!closing || !waiting.isEmpty()) {
            try {
                Waiting first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                waiting.drainTo(group, GROUP - 1);
                commit(group);
            } catch (InterruptedException e) {
                return;
            } finally {
                group.clear();
            }
        }
    }

    private void commit(List<Waiting> group) {
        try {
            table.insert(group.stream().map(Waiting::record).toList());
            group.forEach(entry -> entry.committed().complete(null));
        } catch (SQLException | RuntimeException e) {
            if (group.size() > 1 && isOfTheData(e)) {
                // One row that the database refuses must not cost the others their answer.
                group.forEach(entry -> commit(List.of(entry)));
            } else {
                group.forEach(entry -> entry.committed().completeExceptionally(e));
            }
        }
    }

    /** SQLSTATE classes 22 (data) and 23 (constraints): the statement's own fault, the database is well. */
    private static boolean isOfTheData(Exception thrown) {
        return thrown instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
    }

    /** An orderly stop loses nothing: what waits is written first. */
    @PreDestroy
    void close() {
        closing = true;
        Thread running = writer;
        if (running == null) {
            return;
        }
        try {
            running.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
