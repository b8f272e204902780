package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.PolicyProposal;
import io.imprimatur.release.PolicyProposal.State;
import io.imprimatur.release.ReviewPolicy;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** A review policy that somebody proposed and somebody else decides on. */
@Entity
@Audited
@Table(schema = "release", name = "policy")
public class PolicyRevision {

    @Id
    private int revision;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String document;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 16)
    private State state;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String trial;

    @Column(name = "proposed_by", nullable = false, updatable = false)
    private String proposedBy;

    @Column(name = "proposed_at", nullable = false, updatable = false)
    private Instant proposedAt;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String reason;

    @Column(name = "decided_by")
    private @Nullable String decidedBy;

    @Column(name = "decided_at")
    private @Nullable Instant decidedAt;

    @Column(columnDefinition = "text")
    private @Nullable String remark;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected PolicyRevision() {}

    public PolicyRevision(ReviewPolicy policy, JsonNode trial, String proposedBy, String reason, Instant now) {
        this.revision = policy.revision();
        this.document = CanonicalJson.text(policy.document());
        this.state = State.PROPOSED;
        this.trial = CanonicalJson.text(trial);
        this.proposedBy = proposedBy;
        this.proposedAt = now;
        this.reason = reason;
    }

    /** Somebody else's yes or no, to exactly the document that she read. */
    public void decide(State decision, Digest seen, String by, String words, Instant now) {
        if (state != State.PROPOSED) {
            throw DomainException.conflict(
                    "POLICY_DECIDED", "Revision " + revision + " of the policy is " + state + " already.");
        }
        if (by.equals(proposedBy)) {
            throw DomainException.forbidden(
                    "SEPARATION_OF_DUTIES", "Whoever proposed a policy does not decide on it. Ask somebody else.");
        }
        if (!seen.equals(digest())) {
            throw DomainException.stale(
                    "POLICY_MOVED", "Send the digest of the policy that you read; this one's is " + digest() + ".");
        }
        state = decision;
        decidedBy = by;
        decidedAt = now;
        remark = words;
    }

    public void replace() {
        state = State.REPLACED;
    }

    public ReviewPolicy policy() {
        return PolicyReader.policy(revision, CanonicalJson.parse(document));
    }

    public PolicyProposal view() {
        return new PolicyProposal(
                revision,
                state,
                CanonicalJson.parse(document),
                digest(),
                CanonicalJson.parse(trial),
                proposedBy,
                proposedAt,
                reason,
                decidedBy,
                decidedAt,
                remark);
    }

    private Digest digest() {
        return CanonicalJson.digest(CanonicalJson.parse(document));
    }
}
