package io.imprimatur.release;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.internal.DeputyStore;
import io.imprimatur.release.internal.NamedDeputy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Reviewers who stand in for absent ones. A deputy must have the gate's role herself, acts in her own name, and may
 * take over a task that the one she stands in for has claimed; separation of duties counts both of them.
 */
@ApplicationScoped
@Transactional
public class Deputies {

    private static final Duration LONGEST = Duration.ofDays(90);

    private final DeputyStore store;
    private final Ledger ledger;
    private final Clock clock;

    @Inject
    public Deputies(DeputyStore store, Ledger ledger, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Deputies() {
        this.store = null;
        this.ledger = null;
        this.clock = null;
    }

    /**
     * The acting person names a deputy.
     *
     * @param deputy a Keycloak {@code sub}
     * @throws DomainException ROLE_MISSING when the acting person does not decide at the gate; DEPUTY_INVALID
     */
    public Deputyship name(Gate gate, String deputy, Instant from, Instant until) {
        Actor principal = Acts.current().actor();
        if (!principal.has(gate.role())) {
            throw DomainException.forbidden(
                    "ROLE_MISSING",
                    "At gate " + gate + " decides a " + gate.role().group() + "; you have nobody to stand in for you.");
        }
        Acts.in(gate.role());
        if (deputy.isBlank() || deputy.equals(principal.subject())) {
            throw DomainException.unprocessable("DEPUTY_INVALID", "A deputy is somebody else, by the subject id.");
        }
        if (!from.isBefore(until)
                || !until.isAfter(now())
                || Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw DomainException.unprocessable(
                    "DEPUTY_INVALID",
                    "A deputy stands in from one moment until a later one that is still to come, for at most "
                            + LONGEST.toDays() + " days.");
        }
        NamedDeputy named = new NamedDeputy(
                gate,
                principal.subject(),
                deputy,
                from.truncatedTo(ChronoUnit.MICROS),
                until.truncatedTo(ChronoUnit.MICROS),
                now());
        store.add(named);
        ledger.append(
                "DEPUTY_NAMED",
                CanonicalJson.object()
                        .put("gate", gate.name())
                        .put("deputy", deputy)
                        .put("from", from.toString())
                        .put("until", until.toString()));
        return named.view();
    }

    /** The acting person, who named the deputy, is back. */
    public Deputyship end(UUID id) {
        NamedDeputy named = store.get(id);
        if (!named.isOf(Acts.current().actor().subject())) {
            throw DomainException.forbidden("NOT_THE_PRINCIPAL", "Only who named a deputy ends it.");
        }
        named.end(now());
        ledger.append("DEPUTY_ENDED", CanonicalJson.object().put("deputy", id.toString()));
        return named.view();
    }

    /** All that were ever named, latest first. */
    public List<Deputyship> all() {
        return store.all().stream().map(NamedDeputy::view).toList();
    }

    /** Whether the deputy may stand in for the principal at the gate now. */
    public boolean standsIn(Gate gate, String principal, String deputy) {
        Instant now = now();
        return store.between(gate, principal, deputy).stream().anyMatch(named -> named.holdsAt(now));
    }

    /** The same, where the policy of the release knows deputies. */
    boolean isDeputy(ReviewTerms terms, Gate gate, String principal, String deputy) {
        return terms.deputies().contains(gate) && standsIn(gate, principal, deputy);
    }

    /** Who stands in for the principal at the gate now, where the policy of the release knows deputies. */
    List<String> of(ReviewTerms terms, Gate gate, String principal) {
        if (!terms.deputies().contains(gate)) {
            return List.of();
        }
        Instant now = now();
        return store.of(gate, principal).stream()
                .filter(named -> named.holdsAt(now))
                .map(named -> named.view().deputy())
                .distinct()
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
