package io.imprimatur.workflows.internal;

import io.imprimatur.rollout.Rollback;
import io.imprimatur.rollout.RolledBack;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sees to it that cases are told of rollbacks: at once after each, and every two seconds for those that failed. */
@ApplicationScoped
public class RollbackWatch {

    private static final Logger LOG = Logger.getLogger(RollbackWatch.class.getName());
    private static final long PERIOD_SECONDS = 2;

    @Inject
    private @Nullable ManagedScheduledExecutorService threads;

    private final RollbackFollowUp followUp;
    private @Nullable ScheduledFuture<?> round;

    @Inject
    public RollbackWatch(RollbackFollowUp followUp) {
        this.followUp = followUp;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RollbackWatch() {
        this.followUp = null;
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        if (round == null && threads != null) {
            round = threads.scheduleWithFixedDelay(this::tellAll, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
    }

    void rolledBack(@Observes(during = TransactionPhase.AFTER_SUCCESS) RolledBack event) {
        if (threads != null) {
            threads.execute(this::tellAll);
        }
    }

    /** One at a time on this node; other nodes lose the race to the engine's optimistic locks and try again. */
    synchronized void tellAll() {
        try {
            for (Rollback rollback : followUp.untold()) {
                tell(rollback);
            }
        } catch (RuntimeException e) {
            // A thrown exception would end the schedule.
            LOG.log(Level.WARNING, "Rollbacks could not be read; the next round tries again.", e);
        }
    }

    private void tell(Rollback rollback) {
        try {
            followUp.tell(rollback);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "Case " + rollback.release() + " could not be told of its rollback yet.");
        }
    }

    @PreDestroy
    synchronized void stop() {
        if (round != null) {
            round.cancel(false);
            round = null;
        }
    }
}
