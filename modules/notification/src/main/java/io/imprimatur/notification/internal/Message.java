package io.imprimatur.notification.internal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that this node has claimed for one attempt.
 *
 * @param id the same on every attempt
 * @param destination the group of a role, or the id of an endpoint
 * @param subject of a mail; null for a webhook
 * @param attempt which one this is, counted from 1
 */
public record Message(
        UUID id,
        String destination,
        String kind,
        @Nullable String subject,
        String content,
        Instant createdAt,
        int attempt) {}
