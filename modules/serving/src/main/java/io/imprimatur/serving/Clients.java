package io.imprimatur.serving;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.serving.internal.BlockedClientStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which clients are shut out by hand: at once, by one call, without Keycloak. Their tokens may be good for minutes yet;
 * here they open nothing from now on.
 */
@ApplicationScoped
@Transactional
public class Clients {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    private final BlockedClientStore store;
    private final Ledger ledger;
    private final Clock clock;
    private final Event<Object> events;

    @Inject
    public Clients(BlockedClientStore store, Ledger ledger, Clock clock, Event<Object> events) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Clients() {
        this.store = null;
        this.ledger = null;
        this.clock = null;
        this.events = null;
    }

    public List<BlockedClient> blocked() {
        return store.all();
    }

    /**
     * Blocks a client. Asked twice, it blocks once.
     *
     * @param client its id in Keycloak, known or not: a client that is blocked before its first request is blocked
     * @throws DomainException CLIENT_INVALID, REASON_MISSING
     */
    public BlockedClient block(String client, String reason) {
        begin(client, reason);
        return store.find(client).orElseGet(() -> {
            BlockedClient block = new BlockedClient(
                    client,
                    reason.strip(),
                    Acts.current().actor().subject(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            store.begin(block);
            append("CLIENT_BLOCKED", client, reason);
            events.fire(new ClientBlocked(client));
            return block;
        });
    }

    /**
     * Lets a client in again.
     *
     * @throws DomainException CLIENT_INVALID, REASON_MISSING, CLIENT_NOT_BLOCKED
     */
    public void unblock(String client, String reason) {
        begin(client, reason);
        if (store.find(client).isEmpty()) {
            throw DomainException.conflict("CLIENT_NOT_BLOCKED", "The client '" + client + "' is not blocked.");
        }
        store.end(client);
        append("CLIENT_UNBLOCKED", client, reason);
        events.fire(new ClientUnblocked(client));
    }

    private void begin(String client, String reason) {
        if (!ID.matcher(client).matches()) {
            throw DomainException.invalid(
                    "CLIENT_INVALID", "A client's id has letters, digits, '.', '_' and '-', and at most 255 of them.");
        }
        if (reason.isBlank()) {
            throw DomainException.unprocessable("REASON_MISSING", "Say in a sentence why.");
        }
        store.lock(client);
    }

    private void append(String kind, String client, String reason) {
        ledger.append(kind, CanonicalJson.object().put("client", client).put("reason", reason.strip()));
    }
}
