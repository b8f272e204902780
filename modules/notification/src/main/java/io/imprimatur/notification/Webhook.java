package io.imprimatur.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A registered endpoint of a pipeline.
 *
 * @param secretChangedAt since when its current secret signs
 */
public record Webhook(UUID id, String url, List<EventType> events, Instant registeredAt, Instant secretChangedAt) {

    public Webhook {
        events = List.copyOf(events);
    }
}
