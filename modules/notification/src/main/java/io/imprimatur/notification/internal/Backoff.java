package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * When a message is tried again: the pause grows fourfold with each failure, up to half a day. With the defaults the
 * ten attempts span about 39 hours, so a receiver that is away overnight loses nothing.
 */
@ApplicationScoped
public class Backoff {

    private static final int GROWTH = 4;
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Duration first;
    private final int attempts;

    @Inject
    public Backoff(
            @ConfigProperty(name = "imprimatur.notification.first.retry", defaultValue = "PT10S") Duration first,
            @ConfigProperty(name = "imprimatur.notification.attempts", defaultValue = "10") int attempts) {
        this.first = first;
        this.attempts = attempts;
    }

    /** For the container's proxy only. */
    protected Backoff() {
        this(Duration.ZERO, 0);
    }

    /** Whether a message that has failed so often is given up. */
    boolean isExhausted(int failures) {
        return failures >= attempts;
    }

    /** How long to wait after this many failures, 1 or more. */
    Duration pause(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(LONGEST) < 0; i++) {
            pause = pause.multipliedBy(GROWTH);
        }
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
