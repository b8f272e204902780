package io.imprimatur.monitoring.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.Guardrails;
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

/** Looks at the guardrails once in each interval. */
@ApplicationScoped
public class GuardrailClock {

    private static final Logger LOG = Logger.getLogger(GuardrailClock.class.getName());

    private final Guardrails guardrails;
    private final Duration interval;

    @Inject
    private @Nullable ManagedScheduledExecutorService scheduler;

    private @Nullable ScheduledFuture<?> ticking;

    @Inject
    public GuardrailClock(
            Guardrails guardrails,
            @ConfigProperty(name = "imprimatur.guardrail.interval", defaultValue = "PT2S") Duration interval) {
        this.guardrails = guardrails;
        this.interval = interval;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected GuardrailClock() {
        this.guardrails = null;
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
            guardrails.watched().forEach(this::inspect);
        } catch (RuntimeException e) {
            // The next look comes in a moment; a schedule that dies of one bad look would be blind for good.
            LOG.log(Level.WARNING, "The guardrails could not be checked", e);
        }
    }

    /** Each in its own transaction: a watch that cannot be looked at must not blind the others. */
    private void inspect(ReleaseId release) {
        try (Acts.Scope scope = Acts.begin(Act.system("guardrail check"))) {
            guardrails.inspect(release);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The guardrails of release " + release + " could not be checked", e);
        }
    }

    @PreDestroy
    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }
}
