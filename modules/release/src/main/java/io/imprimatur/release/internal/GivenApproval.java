package io.imprimatur.release.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.release.Approval;
import io.imprimatur.release.Change;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Voiding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.jspecify.annotations.Nullable;

/** An approval, bound to one digest. It is never deleted and, once void, never comes back. */
@Entity
@Audited
@Table(schema = "release", name = "approval")
class GivenApproval {

    /** Why an approval no longer counts. */
    enum Cause {
        EVIDENCE_CHANGED("the evidence changed after it was given"),
        DECIDED_OTHERWISE("its gate decided otherwise since"),
        RENEWED("its approver renewed it");

        private final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    @Id
    private UUID id;

    @Column(name = "release_id", nullable = false, updatable = false)
    private UUID releaseId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Gate gate;

    @Column(name = "by_actor", nullable = false, updatable = false)
    private String by;

    @Column(name = "for_actor", updatable = false)
    private @Nullable String onBehalfOf;

    @Column(nullable = false, updatable = false, length = 64)
    private String evidence;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @Column(name = "voided_at")
    private @Nullable Instant voidedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "voided_by", length = 24)
    private @Nullable Cause cause;

    @Column(columnDefinition = "text")
    private @Nullable String changes;

    @NotAudited
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "release_id", insertable = false, updatable = false)
    private Release release;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected GivenApproval() {}

    GivenApproval(Release release, Gate gate, Reviewer by, Digest evidence, Instant at) {
        this.id = UUID.randomUUID();
        this.release = release;
        this.releaseId = release.id().value();
        this.gate = gate;
        this.by = by.subject();
        this.onBehalfOf = by.onBehalfOf();
        this.evidence = evidence.hex();
        this.at = at;
    }

    UUID id() {
        return id;
    }

    Gate gate() {
        return gate;
    }

    Instant at() {
        return at;
    }

    String by() {
        return by;
    }

    boolean isBy(String subject) {
        return by.equals(subject);
    }

    /** Whether this person approved, or was stood in for by who did. */
    boolean counts(String subject) {
        return by.equals(subject) || subject.equals(onBehalfOf);
    }

    /** Counts for this state of the evidence. Compared each time: the mark alone would trust who sets it. */
    boolean holdsFor(Digest current) {
        return voidedAt == null && evidence.equals(current.hex());
    }

    boolean isVoided() {
        return voidedAt != null;
    }

    boolean isVoidedByEvidence() {
        return cause == Cause.EVIDENCE_CHANGED;
    }

    void revoke(Cause why, Instant now) {
        if (voidedAt == null) {
            voidedAt = now;
            cause = why;
        }
    }

    /** Adds what is different now to what was different from the approved evidence before. */
    void explain(List<Change> further) {
        changes = CanonicalJson.text(CanonicalJson.document(EvidenceDiff.followedBy(changes(), further)));
    }

    Approval view(Digest current, Duration validity, Instant now) {
        Instant validUntil = at.plus(validity);
        return new Approval(
                id,
                gate,
                by,
                onBehalfOf,
                new Digest(evidence),
                at,
                validUntil,
                holdsFor(current) && now.isBefore(validUntil),
                voidedAt == null
                        ? null
                        : new Voiding(voidedAt, cause == null ? "it was taken back" : cause.words, changes()));
    }

    private List<Change> changes() {
        return changes == null
                ? List.of()
                : CanonicalJson.mapper().convertValue(CanonicalJson.parse(changes), new TypeReference<>() {});
    }
}
