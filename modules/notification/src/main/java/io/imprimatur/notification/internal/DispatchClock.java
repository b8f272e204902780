package io.imprimatur.notification.internal;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Empties the outbox once in each interval, mail and webhooks apart, so that a slow receiver holds up no reviewer. At
 * the stop it lets attempts in progress end; what is not sent then waits in the outbox for the next start or another
 * node.
 */
@ApplicationScoped
public class DispatchClock {

    private static final Logger LOG = Logger.getLogger(DispatchClock.class.getName());
    private static final int LANES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Dispatcher dispatcher;
    private final MailCourier mail;
    private final WebhookCourier webhooks;
    private final MailSettings mailSettings;
    private final WebhookSecrets secrets;
    private final Duration interval;
    private final List<ScheduledFuture<?>> lanes = new CopyOnWriteArrayList<>();
    private final Semaphore idle = new Semaphore(LANES);
    private volatile boolean stopped;

    @Inject
    private @Nullable ManagedScheduledExecutorService scheduler;

    @Inject
    public DispatchClock(
            Dispatcher dispatcher,
            MailCourier mail,
            WebhookCourier webhooks,
            MailSettings mailSettings,
            WebhookSecrets secrets,
            @ConfigProperty(name = "imprimatur.notification.interval", defaultValue = "PT2S") Duration interval) {
        this.dispatcher = dispatcher;
        this.mail = mail;
        this.webhooks = webhooks;
        this.mailSettings = mailSettings;
        this.secrets = secrets;
        this.interval = interval;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DispatchClock() {
        this.dispatcher = null;
        this.mail = null;
        this.webhooks = null;
        this.mailSettings = null;
        this.secrets = null;
        this.interval = Duration.ZERO;
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (scheduler != null && lanes.isEmpty()) {
            String mailOff = mailSettings.whyOff();
            LOG.info(mailOff == null ? "Mail goes to " + mailSettings.roles() : "Mail is off: " + mailOff + ".");
            String webhooksOff = secrets.whyOff();
            LOG.info(webhooksOff == null ? "Webhooks are signed" : "Webhooks are off: " + webhooksOff + ".");
            begin(scheduler, mail);
            begin(scheduler, webhooks);
        }
    }

    private void begin(ManagedScheduledExecutorService on, Courier courier) {
        lanes.add(on.scheduleWithFixedDelay(
                () -> empty(courier), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Sends all that is due on one channel now. */
    void empty(Courier courier) {
        if (!idle.tryAcquire()) {
            return;
        }
        try {
            while (!stopped && dispatcher.round(courier) > 0) {
                // another round: some destination may have more
            }
        } catch (RuntimeException e) {
            // A schedule that dies of one bad look would send nothing for good.
            LOG.log(Level.WARNING, "The outbox could not be emptied; the next round tries again.", e);
        } finally {
            idle.release();
        }
    }

    void leave(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stop();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        lanes.forEach(lane -> lane.cancel(false));
        try {
            if (!idle.tryAcquire(LANES, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warning("Messages are still being sent; those that are not written down will be sent again.");
                return;
            }
            idle.release(LANES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
