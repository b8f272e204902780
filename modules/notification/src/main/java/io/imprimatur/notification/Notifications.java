package io.imprimatur.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.notification.internal.LetterText;
import io.imprimatur.notification.internal.MailSettings;
import io.imprimatur.notification.internal.OutboxTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Puts messages into the outbox, in the transaction of the act that they tell of: with its commit they are certain to be
 * sent, or to end in the list of dead letters; after its rollback they were never there. Outside a transaction it
 * refuses.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Notifications {

    private final OutboxTable outbox;
    private final MailSettings mail;
    private final LetterText text;
    private final Clock clock;

    @Inject
    public Notifications(OutboxTable outbox, MailSettings mail, LetterText text, Clock clock) {
        this.outbox = outbox;
        this.mail = mail;
        this.text = text;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Notifications() {
        this.outbox = null;
        this.mail = null;
        this.text = null;
        this.clock = null;
    }

    /** Whether a letter to this role would go anywhere: mail is on, and the role has a mailbox. */
    public boolean reaches(Role role) {
        return mail.mailbox(role.group()).isPresent();
    }

    /** Writes to the mailbox of a role; nothing happens where that reaches nobody. */
    public void tell(Role role, Letter letter) {
        if (reaches(role)) {
            outbox.addMail(
                    role.group(),
                    letter.occasion().name(),
                    letter.release().value(),
                    text.subject(letter),
                    text.body(letter),
                    now());
        }
    }

    /** Tells every registered endpoint that asked for events of this type. */
    public void publish(PipelineEvent event) {
        Instant now = now();
        ObjectNode data = CanonicalJson.object().put("model", event.model().value());
        if (event.release() != null) {
            data.put("release", event.release().toString());
        }
        if (event.version() != null) {
            data.put("version", event.version().toString());
        }
        event.facts().forEach(data::put);
        ObjectNode payload = CanonicalJson.object()
                .put("type", event.type().wireName())
                .put("timestamp", now.toString())
                .set("data", data);
        outbox.addWebhooks(
                event.type().wireName(),
                event.release() == null ? null : event.release().value(),
                CanonicalJson.text(payload),
                now);
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
