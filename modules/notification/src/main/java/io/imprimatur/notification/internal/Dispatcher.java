package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes due messages out of the outbox, has them carried, and writes down how it went. Delivery is at least once: a node
 * that dies between sending and writing sends again after the lease, under the same id.
 */
@ApplicationScoped
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

    /** Longer than a whole round can take, with every destination at its time-out. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final int ROUND = 16;

    private final OutboxTable outbox;
    private final Backoff backoff;
    private final Clock clock;

    @Inject
    public Dispatcher(OutboxTable outbox, Backoff backoff, Clock clock) {
        this.outbox = outbox;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Dispatcher() {
        this.outbox = null;
        this.backoff = null;
        this.clock = null;
    }

    /** One attempt at the oldest due message of each destination; the answers are waited for. */
    int round(Courier courier) {
        List<Message> claimed = outbox.claim(courier.channel(), clock.instant(), LEASE, ROUND);
        List<CompletableFuture<Delivery>> attempts =
                claimed.stream().map(message -> send(courier, message)).toList();
        for (int i = 0; i < claimed.size(); i++) {
            settle(claimed.get(i), attempts.get(i).join());
        }
        return claimed.size();
    }

    private static CompletableFuture<Delivery> send(Courier courier, Message message) {
        try {
            return courier.send(message).exceptionally(Dispatcher::broken);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(broken(e));
        }
    }

    /** A fault of ours costs this message an attempt, and no other one anything. */
    private static Delivery broken(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        LOG.log(Level.WARNING, "A message could not be carried", cause);
        return Delivery.failed("fault of this house: " + cause.getClass().getSimpleName());
    }

    private void settle(Message message, Delivery delivery) {
        Instant now = clock.instant();
        switch (delivery.outcome()) {
            case SENT -> outbox.sent(message, now);
            case HOPELESS -> bury(message, delivery, now);
            case FAILED -> {
                if (backoff.isExhausted(message.attempt())) {
                    bury(message, delivery, now);
                } else {
                    outbox.tryAgain(message, delivery.failure(), now.plus(backoff.pause(message.attempt())));
                }
            }
        }
    }

    private void bury(Message message, Delivery delivery, Instant now) {
        outbox.bury(message, delivery.failure(), now);
        LOG.log(Level.WARNING, "Message {0} ({1} for {2}) is a dead letter after {3} attempts: {4}", new Object[] {
            message.id(), message.kind(), message.destination(), message.attempt(), delivery.failure()
        });
    }
}
