package io.imprimatur.notification.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.notification.EventType;
import io.imprimatur.notification.Webhook;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline listens: registered by an operator, given a new secret when the old one may be known, retired for
 * good. Its secret is not here, only the number of it.
 */
@Entity
@Audited
@Table(schema = "notification", name = "endpoint")
public class Endpoint {

    /** How long messages are signed with the old secret as well, so that the receiver can change over. */
    static final Duration CHANGE_OVER = Duration.ofHours(24);

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false, length = 2000)
    private String url;

    @Column(nullable = false, updatable = false, length = 400)
    private String events;

    @Column(name = "secret_number", nullable = false)
    private int secretNumber;

    @Column(name = "secret_changed_at", nullable = false)
    private Instant secretChangedAt;

    @Column(name = "registered_at", nullable = false, updatable = false)
    private Instant registeredAt;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected Endpoint() {}

    public Endpoint(String url, Set<EventType> events, Instant now) {
        this.id = UUID.randomUUID();
        this.url = url;
        this.events = new TreeSet<>(events).stream().map(EventType::wireName).collect(Collectors.joining(","));
        this.secretNumber = 1;
        this.secretChangedAt = now;
        this.registeredAt = now;
    }

    public void changeSecret(Instant now) {
        requireActive();
        secretNumber++;
        secretChangedAt = now;
    }

    public void retire(Instant now) {
        requireActive();
        retiredAt = now;
    }

    private void requireActive() {
        if (retiredAt != null) {
            throw DomainException.conflict("WEBHOOK_RETIRED", "Webhook " + id + " is retired. Register it anew.");
        }
    }

    boolean isRetired() {
        return retiredAt != null;
    }

    String url() {
        return url;
    }

    public UUID id() {
        return id;
    }

    public int secretNumber() {
        return secretNumber;
    }

    /** The numbers of the secrets that messages are signed with now, the current one first. */
    List<Integer> signingNumbers(Instant now) {
        return secretNumber > 1 && now.isBefore(secretChangedAt.plus(CHANGE_OVER))
                ? List.of(secretNumber, secretNumber - 1)
                : List.of(secretNumber);
    }

    public Webhook view() {
        List<EventType> types = Arrays.stream(events.split(","))
                .flatMap(name -> EventType.of(name).stream())
                .toList();
        return new Webhook(id, url, types, registeredAt, secretChangedAt);
    }
}
