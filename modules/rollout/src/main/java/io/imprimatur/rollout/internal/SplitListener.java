package io.imprimatur.rollout.internal;

import io.imprimatur.rollout.Splits;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Keeps this node's splits current: wakes at once when PostgreSQL tells of a publication, and looks by itself after
 * each interval, should a word have been lost. While the database is away, the last known splits go on serving.
 */
@ApplicationScoped
public class SplitListener {

    private static final Logger LOG = Logger.getLogger(SplitListener.class.getName());

    private final Splits splits;
    private final SplitReader reader;
    private final DataSource dataSource;
    private final Duration interval;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch stop = new CountDownLatch(1);

    @Resource
    private @Nullable ManagedThreadFactory threads;

    private @Nullable Thread thread;

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
            thread = threads.newThread(this::listen);
            thread.setName("split-listener");
            thread.start();
        }
    }

    @PreDestroy
    void stop() {
        stop.countDown();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void listen() {
        while (stop.getCount() > 0) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen " + SplitStore.CHANNEL);
                PGConnection notifications = connection.unwrap(PGConnection.class);
                while (stop.getCount() > 0) {
                    splits.refresh(reader.latest());
                    notifications.getNotifications(Math.toIntExact(interval.toMillis()));
                }
                statement.execute("unlisten " + SplitStore.CHANNEL);
            } catch (SQLException | RuntimeException e) {
                if (stop.getCount() > 0) {
                    LOG.log(Level.WARNING, "Splits could not be read; the last known ones serve on: {0}", e.toString());
                }
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.fine("The split listener ends.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
