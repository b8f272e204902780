package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCardRevised;
import io.imprimatur.registry.ModelRetired;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.VersionRetired;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.internal.Candidate;
import io.imprimatur.release.internal.PlanReader;
import io.imprimatur.release.internal.Release;
import io.imprimatur.release.internal.ReleaseStore;
import io.imprimatur.release.internal.Reviewer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Releases: submitting them, their evidence, decisions on it, and the proof that one may serve. Who acts is taken from
 * the act in progress ({@link Acts#current()}); every effect appends to the ledger in its own transaction.
 */
@ApplicationScoped
@Transactional
public class Releases {

    private final ReleaseStore store;
    private final Policies policies;
    private final Deputies deputies;
    private final IdempotencyKeys keys;
    private final Versions versions;
    private final Ledger ledger;
    private final Clock clock;
    private final Event<Object> events;

    @Inject
    public Releases(
            ReleaseStore store,
            Policies policies,
            Deputies deputies,
            IdempotencyKeys keys,
            Versions versions,
            Ledger ledger,
            Clock clock,
            Event<Object> events) {
        this.store = store;
        this.policies = policies;
        this.deputies = deputies;
        this.keys = keys;
        this.versions = versions;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Releases() {
        this.store = null;
        this.policies = null;
        this.deputies = null;
        this.keys = null;
        this.versions = null;
        this.ledger = null;
        this.clock = null;
        this.events = null;
    }

    /** Submits a release of the version; see {@link #submit(VersionId, JsonNode, String)}. */
    public ReleaseView submit(VersionId version, JsonNode plan) {
        return submit(version, plan, null);
    }

    /**
     * Submits a release of the version, and fires {@link ReleaseSubmitted}.
     *
     * @param idempotencyKey the same key with the same request, by the same person, answers the same release
     * @throws DomainException VERSION_RETIRED; PLAN_INVALID with all faults; RELEASE_OPEN_EXISTS while the version is on its road or in
     *     service, or another challenger of the model is on its road; IDEMPOTENCY_KEY_REUSED
     */
    public ReleaseView submit(VersionId versionId, JsonNode document, @Nullable String idempotencyKey) {
        Version version = versions.get(versionId);
        Actor submitter = Acts.current().actor();
        Instant now = now();
        ReleaseId id = ReleaseId.random();
        if (idempotencyKey != null) {
            JsonNode request =
                    CanonicalJson.object().put("version", versionId.toString()).set("plan", document);
            Optional<ReleaseId> before = keys.remember(idempotencyKey, request, id);
            if (before.isPresent()) {
                return get(before.get());
            }
        }
        versions.requireInUse(versionId);
        Plan plan = PlanReader.read(document);
        Acts.concerning(versionId);
        Acts.concerning(id);
        actAsSubmitter(submitter);
        Candidate candidate = new Candidate(
                version.model(),
                versionId,
                version.number(),
                version.artifact(),
                version.card().document());
        Release release = Release.submit(id, candidate, submitter, plan, policies.inForce(), now);
        store.add(release);
        ledger.append(
                "RELEASE_SUBMITTED",
                facts().put("model", version.model().value())
                        .put("number", version.number())
                        .put("artifact", version.artifact().hex())
                        .put("plan", CanonicalJson.digest(document).hex()));
        events.fire(new ReleaseSubmitted(id, version.model(), versionId));
        return release.view(now);
    }

    public ReleaseView get(ReleaseId release) {
        return store.get(release).view(now());
    }

    /** The releases of the model, newest first. */
    public List<ReleaseView> of(ModelName model) {
        return store.of(model).stream().map(release -> release.view(now())).toList();
    }

    /** The latest releases of all models, newest first. */
    public List<ReleaseView> latest(int atMost) {
        return store.latest(atMost).stream().map(release -> release.view(now())).toList();
    }

    /** The release that brings this version into service, or keeps it there. */
    public Optional<ReleaseId> openFor(VersionId version) {
        return store.of(version).stream()
                .filter(release -> release.state().isOpen() || release.state() == ReleaseState.IN_SERVICE)
                .map(Release::id)
                .findFirst();
    }

    /** Every decision taken, oldest first. */
    public List<DecisionTaken> decisions(ReleaseId release) {
        return store.get(release).decisions();
    }

    /**
     * Records a document as the release's evidence of its kind. If it differs from the one there, the approvals of the
     * gates that cover it are void, and {@link EvidenceChanged} is fired.
     */
    public void record(ReleaseId id, EvidenceKind kind, JsonNode document) {
        Release release = concerned(id);
        release.record(kind, document, now()).ifPresent(voided -> changed(release, kind, document, voided));
    }

    /**
     * Records a document that the acting reviewer made of the one there was, as {@link #record} does.
     *
     * @param gate at which it is reviewed
     * @param seen the gate's evidence digest that the reviewer read
     * @throws DomainException ROLE_MISSING, RELEASE_NOT_IN_REVIEW, EVIDENCE_MOVED or SEPARATION_OF_DUTIES
     */
    public void revise(ReleaseId id, Gate gate, EvidenceKind kind, Digest seen, JsonNode document) {
        Release release = concerned(id);
        Optional<Set<Gate>> voided = release.revise(gate, kind, Acts.current().actor(), seen, document, now());
        Acts.in(gate.role());
        voided.ifPresent(gates -> changed(release, kind, document, gates));
    }

    /** What an approval at this gate would be bound to now. */
    public Digest digest(ReleaseId release, Gate gate) {
        return store.get(release).digest(gate);
    }

    /**
     * Makes sure that this person may still decide at the gate.
     *
     * @param subject the person's Keycloak {@code sub}
     * @throws DomainException SEPARATION_OF_DUTIES if the person holds another duty in the release
     */
    public void requireFree(ReleaseId release, Gate gate, String subject) {
        store.get(release).requireNoOtherDuty(gate, subject);
    }

    /** Whether the deputy may take over the principal's review of this release. */
    public boolean mayStandIn(ReleaseId release, Gate gate, String principal, String deputy) {
        return deputies.isDeputy(get(release).terms(), gate, principal, deputy);
    }

    /** Who may take over the principal's review of this release now, by Keycloak {@code sub}. */
    public List<String> deputies(ReleaseId release, Gate gate, String principal) {
        return deputies.of(get(release).terms(), gate, principal);
    }

    /**
     * Takes the decision of the acting person, and fires {@link GateDecided}.
     *
     * @param onBehalfOf whom the person stands in for as a named deputy; null when nobody
     * @param seen the digest of the evidence the person read
     * @param reason needed unless it approves
     * @param stated what the person answered beside it, by the names of the questions; kept with the decision
     * @throws DomainException DEPUTY_UNKNOWN, APPROVED_ALREADY, ROLE_MISSING, RELEASE_NOT_IN_REVIEW, EVIDENCE_MOVED, SEPARATION_OF_DUTIES,
     *     REASON_MISSING, REASON_TOO_LONG or EVIDENCE_INCOMPLETE
     */
    public void decide(
            ReleaseId id,
            Gate gate,
            Decision decision,
            @Nullable String onBehalfOf,
            Digest seen,
            String reason,
            Map<String, String> stated) {
        Release release = concerned(id);
        Role role = gate.role();
        Actor actor = Acts.current().actor();
        if (onBehalfOf != null && !deputies.isDeputy(release.view(now()).terms(), gate, onBehalfOf, actor.subject())) {
            throw DomainException.forbidden(
                    "DEPUTY_UNKNOWN", "You are not a deputy of that reviewer, at this gate and at this time.");
        }
        release.decide(gate, decision, new Reviewer(actor, onBehalfOf, stated), seen, reason, now());
        Acts.in(role);
        store.flush();
        ledger.append(
                "DECISION_TAKEN",
                facts().put("gate", gate.name())
                        .put("decision", decision.name())
                        .put("onBehalfOf", onBehalfOf)
                        .put("evidence", seen.hex())
                        .put("reason", reason.strip()));
        events.fire(new GateDecided(id, gate, decision, seen));
    }

    /** Takes the decision of the acting person, who stands in for nobody and states nothing beside it. */
    public void decide(ReleaseId id, Gate gate, Decision decision, Digest seen, String reason) {
        decide(id, gate, decision, null, seen, reason, Map.of());
    }

    /**
     * Proof that the release may serve in the phase.
     *
     * @throws DomainException RELEASE_NOT_CLEARED naming each gate whose valid approval is missing; VERSION_RETIRED
     */
    public Clearance requireCleared(ReleaseId release, Phase phase) {
        Release found = store.get(release);
        versions.requireNotRetired(found.version());
        return found.requireCleared(phase, now());
    }

    /** False also for a release that there is not. */
    public boolean isCleared(ReleaseId release, Phase phase) {
        return store.find(release).map(found -> found.isCleared(phase, now())).orElse(false);
    }

    /**
     * Whether the release may keep the traffic that it has in the phase: as {@link #isCleared}, but also during the grace
     * period after its approvals expired. False for a release that there is not.
     */
    public boolean mayServe(ReleaseId release, Phase phase) {
        return store.find(release).map(found -> found.mayServe(phase, now())).orElse(false);
    }

    /** When the approvals of a version in service must be given anew. */
    public Attestation attestation(ReleaseId release) {
        return store.get(release).attestation(now());
    }

    /**
     * Goes on to a state; nothing happens if it is there already, or if a release already rejected or withdrawn is
     * rolled back. Entering IN_SERVICE supersedes the champion before it. Fires {@link StateEntered} for each.
     *
     * @throws DomainException RELEASE_TRANSITION_ILLEGAL, or RELEASE_NOT_CLEARED for a state with live traffic
     */
    public void enter(ReleaseId id, ReleaseState state) {
        Release release = concerned(id);
        ReleaseState from = release.state();
        if (state == ReleaseState.IN_SERVICE && from != state) {
            supersedeChampionBefore(release);
        }
        if (release.enter(state, now())) {
            store.flush();
            ledger.append("STATE_ENTERED", facts().put("from", from.name()).put("to", state.name()));
            events.fire(new StateEntered(id, from, state));
        }
    }

    /** Takes the release back, in the name of its submitter; fires {@link ReleaseWithdrawn}. */
    public void withdraw(ReleaseId id) {
        Release release = concerned(id);
        ReleaseState from = release.state();
        release.withdraw(Acts.current().actor(), now());
        actAsSubmitter(Acts.current().actor());
        ledger.append("RELEASE_WITHDRAWN", facts().put("from", from.name()));
        events.fire(new ReleaseWithdrawn(id, release.model()));
    }

    /** A card revised under a release is new evidence; under a release on trial it is refused, with the revision. */
    void amend(@Observes ModelCardRevised revised) {
        JsonNode card = revised.card().document();
        for (Release found : store.of(revised.version())) {
            Release release = concerned(found.id());
            release.amendModelCard(card, now())
                    .ifPresent(voided -> changed(release, EvidenceKind.MODEL_CARD, card, voided));
        }
    }

    /** A version on its road is not retired under it. */
    void retired(@Observes VersionRetired event) {
        requireNoneOpen(store.of(event.version()));
    }

    /** The same for a model; its champion, which has no traffic any more, ends its service. */
    void retired(@Observes ModelRetired event) {
        List<Release> all = store.of(event.model());
        requireNoneOpen(all);
        all.stream()
                .filter(release -> release.state() == ReleaseState.IN_SERVICE)
                .map(Release::id)
                .toList()
                .forEach(id -> enter(id, ReleaseState.SUPERSEDED));
    }

    private static void requireNoneOpen(List<Release> releases) {
        releases.stream()
                .filter(release -> release.state().isOpen())
                .findFirst()
                .ifPresent(open -> {
                    throw DomainException.conflict(
                            "RELEASE_OPEN_EXISTS",
                            "Release " + open.id() + " is on its road. Withdraw it first; then it can be retired.");
                });
    }

    private void supersedeChampionBefore(Release next) {
        Instant now = now();
        for (Release other : store.of(next.model())) {
            if (other.state() == ReleaseState.IN_SERVICE) {
                other.enter(ReleaseState.SUPERSEDED, now);
                // The database knows one champion of a model at a time, at every statement.
                store.flush();
                ledger.append(
                        "CHAMPION_SUPERSEDED",
                        facts().put("superseded", other.id().toString()));
                events.fire(new StateEntered(other.id(), ReleaseState.IN_SERVICE, ReleaseState.SUPERSEDED));
            }
        }
    }

    private void changed(Release release, EvidenceKind kind, JsonNode document, Set<Gate> voided) {
        ObjectNode facts = facts().put("kind", kind.name())
                .put("digest", CanonicalJson.digest(document).hex());
        voided.stream().sorted().map(Gate::name).forEach(facts.putArray("voided")::add);
        store.flush();
        ledger.append("EVIDENCE_RECORDED", facts);
        if (!voided.isEmpty() && release.state().isServed()) {
            ledger.append("FINDING_RAISED", facts);
        }
        events.fire(new EvidenceChanged(release.id(), voided));
    }

    private Release concerned(ReleaseId id) {
        Release release = store.forChange(id);
        Acts.concerning(id);
        Acts.concerning(release.version());
        return release;
    }

    /** Somebody of several roles submits and withdraws as an engineer. */
    private static void actAsSubmitter(Actor actor) {
        if (actor.has(Role.ML_ENGINEER)) {
            Acts.in(Role.ML_ENGINEER);
        }
    }

    private static ObjectNode facts() {
        return CanonicalJson.object();
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
