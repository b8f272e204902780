package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/** How full the outbox is, for {@code /metrics}: counts alone, so that an alarm can ring. */
@ApplicationScoped
public class OutboxGauges {

    private final OutboxTable outbox;

    @Inject
    public OutboxGauges(OutboxTable outbox) {
        this.outbox = outbox;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected OutboxGauges() {
        this.outbox = null;
    }

    /** Gauges are registered when their bean is made, and nobody else asks for this one. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        // made by now
    }

    @Gauge(
            name = "imprimatur_notifications_waiting",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Messages in the outbox that are not sent yet.")
    public long waiting() {
        return outbox.count("WAITING");
    }

    @Gauge(
            name = "imprimatur_notifications_dead",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Messages that ran out of attempts and wait for an operator.")
    public long dead() {
        return outbox.count("DEAD");
    }
}
