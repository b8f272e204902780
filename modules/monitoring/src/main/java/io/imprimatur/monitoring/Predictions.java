package io.imprimatur.monitoring;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.internal.GroupCommit;
import io.imprimatur.monitoring.internal.Pending;
import io.imprimatur.monitoring.internal.PredictionTable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The prediction log, written by group commit: all that wait go to the database in one COPY. A prediction is committed
 * before it is answered, or, where its risk class allows that, put into a bounded buffer before it is answered and
 * committed a moment later.
 */
@ApplicationScoped
public class Predictions {

    private static final Logger LOG = Logger.getLogger(Predictions.class.getName());
    private static final long CLOSE_MILLIS = 10_000;

    private final PredictionTable table;
    private final GroupCommit log;
    private final long timeoutMillis;

    @Inject
    public Predictions(
            PredictionTable table,
            @ConfigProperty(name = "imprimatur.recording.queue", defaultValue = "4096") int queue,
            @ConfigProperty(name = "imprimatur.recording.bytes", defaultValue = "33554432") int bytes,
            @ConfigProperty(name = "imprimatur.recording.timeout.millis", defaultValue = "5000") long timeoutMillis) {
        this.table = table;
        this.log = new GroupCommit(table, queue, bytes);
        this.timeoutMillis = timeoutMillis;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Predictions() {
        this.table = null;
        this.log = null;
        this.timeoutMillis = 0;
    }

    /**
     * Returns when the record is committed.
     *
     * @throws DomainException RECORDING_OVERLOADED when too many wait, RECORDING_FAILED when the database does not take
     *     it: the prediction must not be answered then
     */
    public void record(PredictionRecord record) {
        Pending pending = Pending.awaited(record);
        add(pending, 0);
        try {
            pending.committed().get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "A prediction could not be recorded: {0}", e.toString());
            throw DomainException.unavailable(
                    "RECORDING_FAILED", "The prediction could not be recorded, so it is not answered. Try again.");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * Returns when the record has its place in the buffer: it is committed soon, and before an orderly stop ends. While
     * the database takes nothing, nothing is buffered either: then this is {@link #record}.
     *
     * @throws DomainException RECORDING_OVERLOADED when the buffer stays full, and as {@link #record}
     */
    public void buffer(PredictionRecord record) {
        if (log.isTaken()) {
            add(Pending.answered(record), timeoutMillis);
        } else {
            record(record);
        }
    }

    private void add(Pending pending, long patienceMillis) {
        try {
            if (!log.add(pending, patienceMillis)) {
                throw DomainException.overloaded(
                        "RECORDING_OVERLOADED", "Too many predictions wait to be recorded. Try again.");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static DomainException interrupted() {
        Thread.currentThread().interrupt();
        return DomainException.unavailable("RECORDING_FAILED", "Interrupted while recording.");
    }

    public Optional<PredictionRecord> find(PredictionId id) {
        return table.find(id);
    }

    /** An orderly stop loses nothing: what waits is written first. */
    @PreDestroy
    void close() {
        log.close(CLOSE_MILLIS);
    }
}
