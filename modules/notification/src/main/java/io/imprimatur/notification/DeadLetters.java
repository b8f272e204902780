package io.imprimatur.notification;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.notification.internal.OutboxTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Messages that ran out of attempts: an operator sees them and has them tried again. */
@ApplicationScoped
@Transactional
public class DeadLetters {

    /** The longest page. */
    public static final int PAGE = 500;

    private final OutboxTable outbox;
    private final Ledger ledger;
    private final Clock clock;

    @Inject
    public DeadLetters(OutboxTable outbox, Ledger ledger, Clock clock) {
        this.outbox = outbox;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DeadLetters() {
        this.outbox = null;
        this.ledger = null;
        this.clock = null;
    }

    /**
     * The dead letters, oldest first.
     *
     * @param after the position of the last one seen; 0 for the first page
     */
    public List<DeadLetter> list(long after, int limit) {
        return outbox.dead(after, Math.max(1, Math.min(limit, PAGE)));
    }

    /**
     * Tries a dead letter again, with all attempts before it and under the same id.
     *
     * @throws DomainException MESSAGE_UNKNOWN; MESSAGE_NOT_DEAD for one that was sent or is still being tried
     */
    public void retry(UUID id) {
        DeadLetter revived = outbox.revive(id, clock.instant())
                .orElseThrow(() -> outbox.exists(id)
                        ? DomainException.conflict(
                                "MESSAGE_NOT_DEAD", "Message " + id + " was sent, or is being tried already.")
                        : DomainException.unknown("MESSAGE_UNKNOWN", "There is no message " + id + "."));
        if (revived.release() != null) {
            Acts.concerning(new ReleaseId(revived.release()));
        }
        ledger.append(
                "MESSAGE_RETRIED",
                CanonicalJson.object()
                        .put("message", id.toString())
                        .put("channel", revived.channel())
                        .put("destination", revived.destination())
                        .put("kind", revived.kind()));
    }
}
