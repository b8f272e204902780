package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Actor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Attestation;
import io.imprimatur.release.Change;
import io.imprimatur.release.Clearance;
import io.imprimatur.release.Decision;
import io.imprimatur.release.DecisionTaken;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Phase;
import io.imprimatur.release.Plan;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.ReviewPolicy;
import io.imprimatur.release.internal.GivenApproval.Cause;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;

/**
 * The case of one version on its road into service. It is submitted with a plan, gathers evidence, is decided on at
 * three gates by three different people who are not its submitter, goes through live phases for which it must be
 * cleared, and ends in service, superseded, rejected, withdrawn or rolled back. Each approval is bound to the digest
 * of what its gate judges by: when that changes, the approval is void and stays void, and with it the clearance.
 */
@Entity
@Audited
@Table(schema = "release", name = "release")
public class Release {

    private static final Set<ReleaseState> FROZEN =
            Set.of(ReleaseState.PILOT, ReleaseState.AB_TEST, ReleaseState.ROLLING_OUT);

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false, length = 63)
    private String model;

    @Column(name = "version_id", nullable = false, updatable = false)
    private UUID versionId;

    @Column(name = "version_number", nullable = false, updatable = false)
    private int versionNumber;

    @Column(nullable = false, updatable = false, length = 64)
    private String artifact;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 32)
    private ReleaseState state;

    @Column(nullable = false, updatable = false)
    private String submitter;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String plan;

    @Column(name = "policy_revision", nullable = false, updatable = false)
    private int policyRevision;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String policy;

    @Column(name = "submitted_at", nullable = false, updatable = false)
    private Instant submittedAt;

    /** Moves with every verb, so that the lock version moves even if only a part of the aggregate changed. */
    @Column(name = "changed_at", nullable = false)
    private Instant changedAt;

    @Version
    @NotAudited
    @Column(nullable = false)
    private int revision;

    @NotAudited
    @OneToMany(mappedBy = "release", cascade = CascadeType.PERSIST)
    private List<HeldDuty> duties = new ArrayList<>();

    @NotAudited
    @OneToMany(mappedBy = "release", cascade = CascadeType.PERSIST)
    private List<Evidence> evidence = new ArrayList<>();

    @NotAudited
    @OrderBy("at")
    @OneToMany(mappedBy = "release", cascade = CascadeType.PERSIST)
    private List<GivenApproval> approvals = new ArrayList<>();

    @NotAudited
    @OrderBy("at")
    @OneToMany(mappedBy = "release", cascade = CascadeType.PERSIST)
    private List<RecordedDecision> decisions = new ArrayList<>();

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected Release() {}

    private Release(ReleaseId id, Candidate candidate, String submitter, Plan plan, ReviewPolicy policy, Instant now) {
        this.id = id.value();
        this.model = candidate.model().value();
        this.versionId = candidate.version().value();
        this.versionNumber = candidate.number();
        this.artifact = candidate.artifact().hex();
        this.state = ReleaseState.SUBMITTED;
        this.submitter = submitter;
        this.plan = CanonicalJson.text(plan.document());
        this.policyRevision = policy.revision();
        this.policy = CanonicalJson.text(policy.document());
        this.submittedAt = now;
        this.changedAt = now;
        this.duties.add(new HeldDuty(this, submitter, Duty.SUBMITTER));
        this.evidence.add(new Evidence(this, EvidenceKind.MODEL_CARD, candidate.card()));
    }

    /** Begins the case. Only a person submits: a release that nobody answers for cannot be kept apart from anybody. */
    public static Release submit(
            ReleaseId id, Candidate candidate, Actor submitter, Plan plan, ReviewPolicy policy, Instant now) {
        if (submitter.subject().equals(Actor.SYSTEM.subject())) {
            throw DomainException.forbidden("RELEASE_WITHOUT_SUBMITTER", "A release is submitted by a person.");
        }
        return new Release(id, candidate, submitter.subject(), plan, policy, now);
    }

    /**
     * Takes a document as the evidence of its kind.
     *
     * @return the gates whose approval it voids; empty if the same document was there already
     */
    public Optional<Set<Gate>> record(EvidenceKind kind, JsonNode document, Instant now) {
        requireNotOver();
        Optional<Evidence> held =
                evidence.stream().filter(e -> e.kind() == kind).findFirst();
        List<Change> changes =
                EvidenceDiff.between(kind.name(), held.map(Evidence::document).orElse(null), document);
        if (held.isEmpty()) {
            evidence.add(new Evidence(this, kind, document));
        } else if (!held.get().replace(document)) {
            return Optional.empty();
        }
        changedAt = now;
        return Optional.of(consents().voidOlder(kind, changes, now));
    }

    /** A reviewer makes another document of the one that she read, before she decides: that takes the gate's duty. */
    public Optional<Set<Gate>> revise(
            Gate gate, EvidenceKind kind, Actor by, Digest seen, JsonNode document, Instant now) {
        ReviewRules.requireRole(gate, by);
        ReviewRules.requireBeforeTraffic(gate, state);
        requireSameEvidence(gate, seen);
        requireNoOtherDuty(gate, by.subject());
        takeDuty(gate, by.subject());
        return record(kind, document, now);
    }

    /**
     * The model card changed: refused while stages run on it, taken at any other time. Awaiting sign-off it is taken,
     * since a release may be returned from there for rework; the router stops serving it with the void approvals.
     */
    public Optional<Set<Gate>> amendModelCard(JsonNode card, Instant now) {
        if (FROZEN.contains(state)) {
            throw DomainException.conflict(
                    "MODEL_CARD_FROZEN",
                    "Release " + id + " of this version is in " + state + ": its model card cannot change while live "
                            + "traffic rests on it. Withdraw the release, or wait until it is in service.");
        }
        return state.isOver() ? Optional.empty() : record(EvidenceKind.MODEL_CARD, card, now);
    }

    /** A reviewer's decision on the evidence that she saw. */
    public void decide(Gate gate, Decision decision, Reviewer by, Digest seen, String reason, Instant now) {
        ReviewRules.requireRole(gate, by.actor());
        ReviewRules.requireInReview(gate, state);
        requireSameEvidence(gate, seen);
        by.counted().forEach(subject -> requireNoOtherDuty(gate, subject));
        ReviewRules.requireReason(decision, reason);
        if (decision == Decision.APPROVE) {
            Dossier.requireWhole(gate, evidence);
            if (consents().needs(gate, by, state.isServed(), now)) {
                approvals.add(new GivenApproval(this, gate, by, seen, now));
            }
        } else {
            // Whoever asks for rework no longer stands by an earlier yes.
            approvals.stream()
                    .filter(approval -> approval.gate() == gate)
                    .forEach(approval -> approval.revoke(Cause.DECIDED_OTHERWISE, now));
        }
        by.counted().forEach(subject -> takeDuty(gate, subject));
        decisions.add(new RecordedDecision(this, gate, decision, by, seen, reason.strip(), now));
        changedAt = now;
    }

    /** One person, one duty: submitter and the three approvers are four people. */
    public void requireNoOtherDuty(Gate gate, String actor) {
        for (HeldDuty held : duties) {
            if (held.isOf(actor) && held.duty() != Duty.of(gate)) {
                throw DomainException.forbidden(
                        "SEPARATION_OF_DUTIES",
                        "This person holds the duty " + held.duty() + " in release " + id + "; gate " + gate
                                + " needs another person.");
            }
        }
    }

    /** Proof that every gate of the phase approves what is there now; refused naming what is missing. */
    public Clearance requireCleared(Phase phase, Instant now) {
        List<String> missing = missingFor(phase, now);
        if (!missing.isEmpty()) {
            throw DomainException.conflict(
                    "RELEASE_NOT_CLEARED",
                    "Release " + id + " is not cleared for " + phase + ": " + String.join("; ", missing) + ".");
        }
        Gate last = phase.gates().get(phase.gates().size() - 1);
        return Dossier.clearance(id(), version(), digest(last), consents().proofs(phase, now), evidence);
    }

    public boolean isCleared(Phase phase, Instant now) {
        return missingFor(phase, now).isEmpty();
    }

    /** Whether it may keep the traffic that it has: also for the grace period after its approvals expired. */
    public boolean mayServe(Phase phase, Instant now) {
        return !state.isOver() && consents().mayServe(phase, now);
    }

    /** When the approvals that it serves by must be given anew. */
    public Attestation attestation(Instant now) {
        return consents().attestation(Phase.ROLLOUT, now);
    }

    /** Where another policy would have stopped it, as sentences; empty also while nobody has approved it. */
    public List<String> stoppedBy(ReviewPolicy other, Instant now) {
        return approvals.isEmpty() ? List.of() : consents(other).shortcomings(state, now);
    }

    private Consents consents() {
        return consents(PolicyReader.policy(policyRevision, CanonicalJson.parse(policy)));
    }

    /** Who approved it and who is still missing, by the rules of its risk class. */
    private Consents consents(ReviewPolicy rules) {
        Map<Gate, Digest> digests = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            digests.put(gate, digest(gate));
        }
        return Dossier.consents(approvals, digests, rules, evidence);
    }

    /**
     * Goes on to a state; false if it is there already. A release that was rejected or withdrawn stays so when it is
     * rolled back, because rollback must never fail for the sake of book-keeping.
     */
    public boolean enter(ReleaseState next, Instant now) {
        if (state == next || next == ReleaseState.ROLLED_BACK && state.isOver()) {
            return false;
        }
        if (!state.next().contains(next)) {
            throw DomainException.conflict(
                    "RELEASE_TRANSITION_ILLEGAL",
                    "Release " + id + " is in " + state + " and cannot go to " + next + "; it may go to " + state.next()
                            + ".");
        }
        requireClearedToEnter(next, now);
        state = next;
        changedAt = now;
        return true;
    }

    /** The submitter takes the release back. */
    public void withdraw(Actor by, Instant now) {
        if (!submitter.equals(by.subject())) {
            throw DomainException.forbidden(
                    "NOT_THE_SUBMITTER", "Only its submitter withdraws a release; a reviewer rejects it.");
        }
        if (!state.isOpen()) {
            throw DomainException.conflict(
                    "RELEASE_NOT_OPEN", "Release " + id + " is in " + state + ": there is nothing left to withdraw.");
        }
        enter(ReleaseState.WITHDRAWN, now);
    }

    /** SHA-256 over the canonical JSON (RFC 8785) of the artifact's digest, the plan and the evidence in scope. */
    public Digest digest(Gate gate) {
        return CanonicalJson.digest(Dossier.judgedBy(gate, artifact, plan, evidence));
    }

    public ReleaseView view(Instant now) {
        Consents consents = consents();
        Map<EvidenceKind, JsonNode> documents = new EnumMap<>(EvidenceKind.class);
        evidence.forEach(held -> documents.put(held.kind(), held.document()));
        return new ReleaseView(
                id(),
                new ModelName(model),
                version(),
                versionNumber,
                new Digest(artifact),
                state,
                submitter,
                PlanReader.plan(CanonicalJson.parse(plan)),
                documents,
                consents.digests(),
                consents.views(now),
                consents.terms(now),
                submittedAt);
    }

    public ReleaseId id() {
        return new ReleaseId(id);
    }

    public VersionId version() {
        return new VersionId(versionId);
    }

    public ModelName model() {
        return new ModelName(model);
    }

    public ReleaseState state() {
        return state;
    }

    public List<DecisionTaken> decisions() {
        return decisions.stream().map(RecordedDecision::view).toList();
    }

    private List<String> missingFor(Phase phase, Instant now) {
        List<String> missing = new ArrayList<>();
        if (state.isOver()) {
            missing.add("it is " + state);
        }
        missing.addAll(consents().missingFor(phase, now));
        return missing;
    }

    /** No state with traffic is entered without clearance; a former champion comes back without, for rollback wins. */
    private void requireClearedToEnter(ReleaseState next, Instant now) {
        switch (next) {
            case PILOT -> requireCleared(Phase.PILOT, now);
            case AB_TEST -> requireCleared(Phase.AB_TEST, now);
            case ROLLING_OUT -> requireCleared(Phase.ROLLOUT, now);
            case IN_SERVICE -> {
                if (state == ReleaseState.ROLLING_OUT) {
                    requireCleared(Phase.ROLLOUT, now);
                }
            }
            default -> {}
        }
    }

    private void requireNotOver() {
        if (state.isOver()) {
            throw DomainException.conflict(
                    "RELEASE_OVER", "Release " + id + " is " + state + ": it takes no evidence any more.");
        }
    }

    private void requireSameEvidence(Gate gate, Digest seen) {
        Digest current = digest(gate);
        if (!current.equals(seen)) {
            throw DomainException.stale(
                    "EVIDENCE_MOVED",
                    "The evidence changed since you read it: it was " + seen.abbreviated() + " and is now "
                            + current.abbreviated() + ". Read it again and decide on what is there.");
        }
    }

    private void takeDuty(Gate gate, String actor) {
        if (duties.stream().noneMatch(duty -> duty.isOf(actor))) {
            duties.add(new HeldDuty(this, actor, Duty.of(gate)));
        }
    }
}
