package io.imprimatur.rollout;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.rollout.internal.Publisher;
import io.imprimatur.rollout.internal.SplitStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The emergency stop of a model. It needs one person, no workflow and no approval, and waits only for a publication in
 * progress; lifting it needs two people. Rollbacks go on meanwhile, and nobody's traffic grows.
 */
@ApplicationScoped
@Transactional
public class Stops {

    private final SplitStore store;
    private final Ledger ledger;
    private final Clock clock;
    private final Event<Object> events;
    private final Publisher publisher;

    @Inject
    public Stops(SplitStore store, Ledger ledger, Clock clock, Event<Object> events) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
        this.publisher = new Publisher(store, ledger, events);
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Stops() {
        this.store = null;
        this.ledger = null;
        this.clock = null;
        this.events = null;
        this.publisher = null;
    }

    /**
     * Stops the model: from the next moment on it answers nobody. Asked twice, it stops once.
     *
     * @throws DomainException REASON_MISSING; SPLIT_UNKNOWN when nothing of the model was ever in service
     */
    public Split stop(ModelName model, String reason) {
        requireReason(reason);
        Split before = latest(model);
        if (before.stop() != null) {
            return before;
        }
        Stop stop = new Stop(reason.strip(), actor(), now(), null);
        append("MODEL_STOPPED", model, reason);
        Split stopped = publisher.publish(before.next(stop, stop.since()));
        events.fire(new ModelStopped(model, stop.reason()));
        return stopped;
    }

    /**
     * Lets a stopped model answer again: one person asks, another one lifts.
     *
     * @throws DomainException MODEL_NOT_STOPPED; LIFT_NEEDS_ANOTHER when the same person asks again
     */
    public Split lift(ModelName model, String reason) {
        requireReason(reason);
        Split before = latest(model);
        Stop stop = before.stop();
        if (stop == null) {
            throw DomainException.conflict("MODEL_NOT_STOPPED", "'" + model + "' is not stopped.");
        }
        if (actor().equals(stop.liftAskedBy())) {
            throw DomainException.conflict(
                    "LIFT_NEEDS_ANOTHER", "You asked already; another person lifts the stop of '" + model + "'.");
        }
        boolean second = stop.liftAskedBy() != null;
        append(second ? "MODEL_STOP_LIFTED" : "MODEL_STOP_LIFT_ASKED", model, reason);
        Split published = publisher.publish(before.next(second ? null : stop.liftAsked(actor()), now()));
        if (second) {
            events.fire(new StopLifted(model));
        }
        return published;
    }

    private Split latest(ModelName model) {
        store.lock(model);
        return store.latest(model)
                .orElseThrow(() ->
                        DomainException.unknown("SPLIT_UNKNOWN", "Nothing of '" + model + "' was ever in service."));
    }

    private void append(String kind, ModelName model, String reason) {
        ledger.append(kind, CanonicalJson.object().put("model", model.value()).put("reason", reason.strip()));
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw DomainException.unprocessable("REASON_MISSING", "Say in a sentence why.");
        }
    }

    private static String actor() {
        return Acts.current().actor().subject();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
