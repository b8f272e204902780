package io.imprimatur.monitoring.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks after the days of the prediction log at the start and every hour. */
@ApplicationScoped
public class DayClock {

    private static final Logger LOG = Logger.getLogger(DayClock.class.getName());

    private final PredictionDays days;

    @Inject
    private @Nullable ManagedScheduledExecutorService scheduler;

    private @Nullable ScheduledFuture<?> ticking;

    @Inject
    public DayClock(PredictionDays days) {
        this.days = days;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DayClock() {
        this.days = null;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (scheduler != null && ticking == null) {
            ticking = scheduler.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.HOURS);
        }
    }

    private void tick() {
        try (Acts.Scope scope = Acts.begin(Act.system("days of the prediction log"))) {
            days.makeAhead();
            days.dropPast();
        } catch (RuntimeException e) {
            // The next look comes in an hour, and a day that is missing is made when it is needed.
            LOG.log(Level.WARNING, "The days of the prediction log could not be looked after", e);
        }
    }

    @PreDestroy
    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }
}
