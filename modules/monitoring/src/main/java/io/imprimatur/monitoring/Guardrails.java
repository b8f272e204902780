package io.imprimatur.monitoring;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.internal.Traffic;
import io.imprimatur.monitoring.internal.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Watches releases that have traffic: their bounds are compared with what was recorded since the watch began. */
@ApplicationScoped
@Transactional
public class Guardrails {

    private final EntityManager entities;
    private final Traffic traffic;
    private final Ledger ledger;
    private final Event<GuardrailBreached> breached;
    private final Clock clock;

    @Inject
    public Guardrails(
            EntityManager entities, Traffic traffic, Ledger ledger, Event<GuardrailBreached> breached, Clock clock) {
        this.entities = entities;
        this.traffic = traffic;
        this.ledger = ledger;
        this.breached = breached;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Guardrails() {
        this.entities = null;
        this.traffic = null;
        this.ledger = null;
        this.breached = null;
        this.clock = null;
    }

    /**
     * Begins to watch a release; one watched already is watched anew from then on.
     *
     * @param since what was recorded before does not count
     * @throws DomainException GUARDRAIL_UNKNOWN for a metric nobody measures
     */
    public void watch(ReleaseId release, ModelName model, VersionId version, Instant since, List<Guardrail> bounds) {
        bounds.forEach(bound -> Traffic.requireKnown(bound.metric()));
        Acts.concerning(release);
        Watch watch = entities.find(Watch.class, release.value());
        if (watch == null) {
            entities.persist(new Watch(release, model, version, since, bounds));
        } else {
            watch.anew(since, bounds);
        }
        ledger.append("WATCH_BEGUN", CanonicalJson.object().set("guardrails", CanonicalJson.document(bounds)));
    }

    /** Ends a watch; a release that is not watched is passed over. */
    public void unwatch(ReleaseId release) {
        Watch watch = entities.find(Watch.class, release.value());
        if (watch != null && watch.active()) {
            Acts.concerning(release);
            watch.end();
            ledger.append("WATCH_ENDED", CanonicalJson.object());
        }
    }

    /** How many predictions the release was asked for since its watch began. */
    public long attempts(ReleaseId release) {
        Watch watch = entities.find(Watch.class, release.value());
        return watch == null ? 0 : traffic.attempts(release, watch.since());
    }

    /**
     * What the release's guardrails say now: fail with the broken bounds, undecided while too few predictions are there
     * for some bound, else pass. A release that is not watched passes.
     */
    public Verdict check(ReleaseId release) {
        Watch watch = entities.find(Watch.class, release.value());
        return watch == null ? Verdict.pass(Map.of()) : verdict(release, watch);
    }

    /** Releases that are watched and have broken no bound so far. */
    public List<ReleaseId> watched() {
        return entities.createQuery("select w from Watch w where w.active = true and w.breachedAt is null", Watch.class)
                .getResultStream()
                .map(Watch::release)
                .toList();
    }

    /** Looks at one watch and fires {@link GuardrailBreached} if a bound is broken: once, on whichever node sees it. */
    public void inspect(ReleaseId release) {
        Watch watch = entities.find(Watch.class, release.value());
        if (watch == null || !watch.active() || watch.isBreached()) {
            return;
        }
        long attempts = traffic.attempts(release, watch.since());
        for (Guardrail bound : watch.bounds()) {
            if (attempts >= bound.minimumPredictions()) {
                double observed = traffic.measure(bound.metric(), release, watch.since());
                if (observed > bound.atMost()) {
                    breach(watch, bound, observed);
                    return;
                }
            }
        }
    }

    private void breach(Watch watch, Guardrail bound, double observed) {
        entities.refresh(watch, LockModeType.PESSIMISTIC_WRITE);
        if (!watch.active() || watch.isBreached()) {
            // Another node was first.
            return;
        }
        Acts.concerning(watch.release());
        Acts.concerning(watch.version());
        watch.breach(clock.instant());
        ledger.append(
                "GUARDRAIL_BREACHED",
                CanonicalJson.object()
                        .put("metric", bound.metric())
                        .put("observed", observed)
                        .put("bound", bound.atMost()));
        breached.fire(new GuardrailBreached(
                watch.release(), watch.model(), watch.version(), bound.metric(), observed, bound.atMost()));
    }

    private Verdict verdict(ReleaseId release, Watch watch) {
        List<String> broken = new ArrayList<>();
        List<String> open = new ArrayList<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        long attempts = traffic.attempts(release, watch.since());
        figures.put("predictions", (double) attempts);
        for (Guardrail bound : watch.bounds()) {
            double observed = traffic.measure(bound.metric(), release, watch.since());
            figures.put(bound.metric(), observed);
            if (attempts < bound.minimumPredictions()) {
                open.add(bound.metric() + " needs " + bound.minimumPredictions() + " predictions; there are " + attempts
                        + ".");
            } else if (observed > bound.atMost()) {
                broken.add(bound.metric() + " " + observed + " is above the bound of " + bound.atMost() + ".");
            }
        }
        if (!broken.isEmpty()) {
            return Verdict.fail(broken, figures);
        }
        return open.isEmpty() ? Verdict.pass(figures) : Verdict.undecided(open, figures);
    }
}
