package io.imprimatur.notification;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.notification.internal.Endpoint;
import io.imprimatur.notification.internal.EndpointStore;
import io.imprimatur.notification.internal.TargetPolicy;
import io.imprimatur.notification.internal.WebhookSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The endpoints of pipelines: an operator registers them, because what they are told leaves the house. */
@ApplicationScoped
@Transactional
public class Webhooks {

    /** Every act writes a message for each of them, in its own transaction. */
    private static final int MOST = 50;

    private final EndpointStore store;
    private final WebhookSecrets secrets;
    private final TargetPolicy policy;
    private final Ledger ledger;
    private final Clock clock;

    /**
     * A webhook with its secret, which is told this once.
     *
     * @param secret {@code whsec_} and 32 bytes in base64
     */
    public record Registered(Webhook webhook, String secret) {}

    @Inject
    public Webhooks(EndpointStore store, WebhookSecrets secrets, TargetPolicy policy, Ledger ledger, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.policy = policy;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Webhooks() {
        this.store = null;
        this.secrets = null;
        this.policy = null;
        this.ledger = null;
        this.clock = null;
    }

    /** Those that are told of events now, oldest first. */
    public List<Webhook> all() {
        return store.active().stream().map(Endpoint::view).toList();
    }

    /**
     * Registers an endpoint for these events.
     *
     * @throws DomainException WEBHOOKS_OFF, WEBHOOK_TARGET_REFUSED, WEBHOOK_EVENTS_MISSING, WEBHOOK_EXISTS, WEBHOOKS_FULL
     */
    public Registered register(URI url, Set<EventType> events) {
        requireOn();
        if (events.isEmpty()) {
            throw DomainException.unprocessable("WEBHOOK_EVENTS_MISSING", "Name the events to be told of.");
        }
        String refused = policy.whyRefused(url);
        if (refused != null) {
            throw DomainException.unprocessable(
                    "WEBHOOK_TARGET_REFUSED", "This address cannot be a webhook: " + refused + ".");
        }
        List<Endpoint> active = store.active();
        if (active.stream().anyMatch(endpoint -> endpoint.view().url().equals(url.toString()))) {
            throw DomainException.conflict("WEBHOOK_EXISTS", "This address is registered already. Retire it first.");
        }
        if (active.size() >= MOST) {
            throw DomainException.conflict("WEBHOOKS_FULL", "There are " + MOST + " webhooks. Retire one first.");
        }
        Endpoint endpoint = new Endpoint(url.toString(), events, now());
        store.add(endpoint);
        // The path or query of an address may be a secret of the receiver: the ledger keeps the host and a digest.
        ledger.append(
                "WEBHOOK_REGISTERED",
                CanonicalJson.object()
                        .put("webhook", endpoint.id().toString())
                        .put("host", url.getHost())
                        .put(
                                "digest",
                                Digest.of(url.toString().getBytes(StandardCharsets.UTF_8))
                                        .hex())
                        .set("events", CanonicalJson.document(endpoint.view().events())));
        return told(endpoint);
    }

    /**
     * Gives the endpoint a new secret; for a day messages are signed with the old one as well.
     *
     * @throws DomainException WEBHOOKS_OFF, WEBHOOK_UNKNOWN, WEBHOOK_RETIRED
     */
    public Registered changeSecret(UUID id) {
        requireOn();
        Endpoint endpoint = store.forChange(id);
        endpoint.changeSecret(now());
        ledger.append(
                "WEBHOOK_SECRET_CHANGED",
                CanonicalJson.object().put("webhook", id.toString()).put("number", endpoint.secretNumber()));
        return told(endpoint);
    }

    /**
     * Tells the endpoint nothing any more; what waits for it becomes dead letters.
     *
     * @throws DomainException WEBHOOK_UNKNOWN, WEBHOOK_RETIRED
     */
    public void retire(UUID id) {
        store.forChange(id).retire(now());
        ledger.append("WEBHOOK_RETIRED", CanonicalJson.object().put("webhook", id.toString()));
    }

    private Registered told(Endpoint endpoint) {
        return new Registered(endpoint.view(), secrets.text(endpoint.id(), endpoint.secretNumber()));
    }

    private void requireOn() {
        String whyOff = secrets.whyOff();
        if (whyOff != null) {
            throw DomainException.unavailable("WEBHOOKS_OFF", "Webhooks are off on this node: " + whyOff + ".");
        }
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
