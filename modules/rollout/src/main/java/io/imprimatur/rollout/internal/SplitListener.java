package io.imprimatur.rollout.internal;

import io.imprimatur.release.EvidenceChanged;
import io.imprimatur.rollout.SplitPublished;
import io.imprimatur.rollout.Splits;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Keeps this node's splits current: one thread reads, another listens to what PostgreSQL tells of other nodes'
 * publications. While the database is away, the last known splits go on serving.
 */
@ApplicationScoped
public class SplitListener {

    private static final Logger LOG = Logger.getLogger(SplitListener.class.getName());

    private static final int WAIT_MILLIS = 1_000;

    private final Splits splits;
    private final SplitReader reader;
    private final DataSource dataSource;
    private final Duration interval;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Semaphore changed = new Semaphore(0);
    private final List<Thread> running = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    @Inject
    private @Nullable ManagedThreadFactory threads;

    @Inject
    public SplitListener(
            Splits splits,
            SplitReader reader,
            DataSource dataSource,
            @ConfigProperty(name = "imprimatur.split.poll", defaultValue = "PT1S") Duration interval) {
        this.splits = splits;
        this.reader = reader;
        this.dataSource = dataSource;
        this.interval = interval;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SplitListener() {
        this.splits = null;
        this.reader = null;
        this.dataSource = null;
        this.interval = Duration.ZERO;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (threads != null && started.compareAndSet(false, true)) {
            start(threads);
        }
    }

    void start(ThreadFactory factory) {
        begin(factory, "split-reader", this::read);
        begin(factory, "split-listener", this::listen);
    }

    private void begin(ThreadFactory factory, String name, Runnable work) {
        Thread thread = factory.newThread(work);
        thread.setName(name);
        running.add(thread);
        thread.start();
    }

    /** Whoever published here may rely on it: what is taken away is gone before the call is answered. */
    void published(@Observes(during = TransactionPhase.AFTER_SUCCESS) SplitPublished published) {
        splits.narrow(published.split());
        changed.release();
    }

    void evidenceChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) EvidenceChanged evidence) {
        changed.release();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        running.forEach(Thread::interrupt);
    }

    /** Reads at every sign of a change, and by itself after each interval, should a word have been lost. */
    private void read() {
        boolean failing = false;
        while (!stopped) {
            try {
                splits.refresh(reader.cleared());
                failing = false;
            } catch (RuntimeException e) {
                if (!failing && !stopped) {
                    LOG.log(Level.WARNING, "Splits cannot be read; the last known ones serve on: {0}", e.toString());
                }
                failing = true;
            }
            if (!pause()) {
                return;
            }
        }
    }

    private boolean pause() {
        try {
            if (changed.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                changed.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Holds a connection of its own and passes on what other nodes tell. */
    private void listen() {
        while (!stopped) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen " + SplitStore.CHANNEL);
                // What was told before this node listened it must look for itself.
                changed.release();
                PGConnection wire = connection.unwrap(PGConnection.class);
                while (!stopped) {
                    PGNotification[] told = wire.getNotifications(WAIT_MILLIS);
                    if (told != null && told.length > 0) {
                        changed.release();
                    }
                }
                statement.execute("unlisten " + SplitStore.CHANNEL);
            } catch (SQLException | RuntimeException e) {
                if (!stopped) {
                    LOG.log(Level.FINE, "Nobody tells of splits; this node looks by itself", e);
                }
            }
            LockSupport.parkNanos(interval.toNanos());
        }
    }
}
