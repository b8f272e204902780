package io.imprimatur.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that could not be delivered and is not tried again by itself.
 *
 * @param position where it stands in the list: the cursor of the next page
 * @param id its id on every attempt: in the mail's Message-ID, in the webhook's header
 * @param channel {@code MAIL} or {@code WEBHOOK}
 * @param destination the group of the role, or the id of the webhook
 * @param kind the occasion of the mail, or the type of the event
 * @param failure how the last attempt failed, in words of this house
 */
public record DeadLetter(
        long position,
        UUID id,
        String channel,
        String destination,
        String kind,
        @Nullable UUID release,
        Instant createdAt,
        Instant diedAt,
        int attempts,
        String failure) {}
