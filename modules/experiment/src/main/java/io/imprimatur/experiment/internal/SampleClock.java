package io.imprimatur.experiment.internal;

import io.imprimatur.experiment.Experiments;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.ReleaseId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Counts the samples of running tests once in each interval; it never looks at the scores. */
@ApplicationScoped
public class SampleClock {

    private static final Logger LOG = Logger.getLogger(SampleClock.class.getName());

    private final Experiments experiments;
    private final Duration interval;

    @Inject
    private @Nullable ManagedScheduledExecutorService scheduler;

    private @Nullable ScheduledFuture<?> ticking;

    @Inject
    public SampleClock(
            Experiments experiments,
            @ConfigProperty(name = "imprimatur.experiment.interval", defaultValue = "PT1S") Duration interval) {
        this.experiments = experiments;
        this.interval = interval;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SampleClock() {
        this.experiments = null;
        this.interval = Duration.ZERO;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (scheduler != null && ticking == null) {
            ticking = scheduler.scheduleWithFixedDelay(
                    this::tick, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        try {
            experiments.running().forEach(this::inspect);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The samples could not be counted", e);
        }
    }

    /** Each in its own transaction: a case that does not wait yet is told in the next interval and holds up no other. */
    private void inspect(ReleaseId release) {
        try (Acts.Scope scope = Acts.begin(Act.system("sample check"))) {
            experiments.inspect(release);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The sample of release " + release + " could not be counted", e);
        }
    }

    @PreDestroy
    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }
}
