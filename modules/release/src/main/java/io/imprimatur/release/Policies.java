package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.internal.PolicyReader;
import io.imprimatur.release.internal.PolicyRevision;
import io.imprimatur.release.internal.PolicyStore;
import io.imprimatur.release.internal.Release;
import io.imprimatur.release.internal.ReleaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The rules of review, which are changed as carefully as a model: one person proposes, sees in a dry run what the
 * change would have done, and another one puts it into force. It governs the releases submitted from then on.
 */
@ApplicationScoped
@Transactional
public class Policies {

    private static final int RELEASES_TRIED = 20;

    private final PolicyStore store;
    private final ReleaseStore releases;
    private final Ledger ledger;
    private final Clock clock;

    @Inject
    public Policies(PolicyStore store, ReleaseStore releases, Ledger ledger, Clock clock) {
        this.store = store;
        this.releases = releases;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Policies() {
        this.store = null;
        this.releases = null;
        this.ledger = null;
        this.clock = null;
    }

    /** What governs a release that is submitted now. */
    public ReviewPolicy inForce() {
        return store.inForce().map(PolicyRevision::policy).orElse(PolicyReader.house());
    }

    /** Every proposal there was, newest first. */
    public List<PolicyProposal> proposals() {
        return store.all().stream().map(PolicyRevision::view).toList();
    }

    /** @throws DomainException POLICY_UNKNOWN */
    public PolicyProposal proposal(int revision) {
        return store.get(revision).view();
    }

    /** What the policy would have done to the latest releases. Changes nothing. */
    public PolicyTrial tryOut(JsonNode document) {
        return tryOut(PolicyReader.read(0, document));
    }

    /**
     * Proposes a policy; another person decides on it.
     *
     * @throws DomainException POLICY_INVALID with all faults; POLICY_PROPOSED_ALREADY while another proposal waits;
     *     REASON_MISSING
     */
    public PolicyProposal propose(JsonNode document, String reason) {
        requireReason(reason);
        store.lock();
        ReviewPolicy policy = PolicyReader.read(store.nextRevision(), document);
        store.waiting().ifPresent(waiting -> {
            throw DomainException.conflict(
                    "POLICY_PROPOSED_ALREADY",
                    "Revision " + waiting.view().revision() + " of the policy waits for a decision. One at a time.");
        });
        PolicyTrial trial = tryOut(policy);
        PolicyRevision revision = new PolicyRevision(
                policy,
                CanonicalJson.document(trial),
                actor(Role.RELEASE_MANAGER).subject(),
                reason.strip(),
                now());
        store.add(revision);
        ledger.append(
                "POLICY_PROPOSED",
                CanonicalJson.object()
                        .put("revision", policy.revision())
                        .put("policy", revision.view().digest().hex())
                        .put("reason", reason.strip())
                        .put("trial", trial.summary()));
        return revision.view();
    }

    /**
     * Puts a proposal into force, in place of the policy before.
     *
     * @param seen the digest of the policy that was read
     * @throws DomainException SEPARATION_OF_DUTIES for its proposer; POLICY_MOVED; POLICY_DECIDED
     */
    public PolicyProposal approve(int number, Digest seen, String remark) {
        store.lock();
        PolicyRevision revision = store.get(number);
        // The database knows one policy in force at every statement: the old one goes before the new one comes.
        store.inForce().ifPresent(PolicyRevision::replace);
        store.flush();
        revision.decide(
                PolicyProposal.State.IN_FORCE, seen, actor(Role.RISK_MANAGER).subject(), remark.strip(), now());
        return decided(revision);
    }

    /** Turns a proposal down; says why. */
    public PolicyProposal reject(int number, Digest seen, String reason) {
        requireReason(reason);
        store.lock();
        PolicyRevision revision = store.get(number);
        revision.decide(
                PolicyProposal.State.REJECTED, seen, actor(Role.RISK_MANAGER).subject(), reason.strip(), now());
        return decided(revision);
    }

    private PolicyProposal decided(PolicyRevision revision) {
        PolicyProposal view = revision.view();
        ledger.append(
                view.state() == PolicyProposal.State.IN_FORCE ? "POLICY_IN_FORCE" : "POLICY_REJECTED",
                CanonicalJson.object()
                        .put("revision", view.revision())
                        .put("policy", view.digest().hex())
                        .put("remark", view.remark()));
        return view;
    }

    private PolicyTrial tryOut(ReviewPolicy policy) {
        Instant now = now();
        List<Release> latest = releases.latest(RELEASES_TRIED);
        List<PolicyTrial.Stopped> stopped = latest.stream()
                .map(release -> new PolicyTrial.Stopped(
                        release.id(),
                        release.model(),
                        release.view(now).versionNumber(),
                        release.state(),
                        release.stoppedBy(policy, now)))
                .filter(each -> !each.where().isEmpty())
                .toList();
        return new PolicyTrial(latest.size(), stopped);
    }

    private static Actor actor(Role role) {
        Actor actor = Acts.current().actor();
        if (actor.has(role)) {
            Acts.in(role);
        }
        return actor;
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw DomainException.unprocessable("REASON_MISSING", "Say in a sentence why.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
