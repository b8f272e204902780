package io.imprimatur.release.internal;

import io.imprimatur.kernel.Digest;
import io.imprimatur.release.Approval;
import io.imprimatur.release.Gate;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.jspecify.annotations.Nullable;

/** An approval, bound to one digest. It is never deleted and, once void, never comes back. */
@Entity
@Audited
@Table(schema = "release", name = "approval")
class GivenApproval {

    @Id
    private UUID id;

    @Column(name = "release_id", nullable = false, updatable = false)
    private UUID releaseId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Gate gate;

    @Column(name = "by_actor", nullable = false, updatable = false)
    private String by;

    @Column(nullable = false, updatable = false, length = 64)
    private String evidence;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @Column(name = "voided_at")
    private @Nullable Instant voidedAt;

    @NotAudited
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "release_id", insertable = false, updatable = false)
    private Release release;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected GivenApproval() {}

    GivenApproval(Release release, Gate gate, String by, Digest evidence, Instant at) {
        this.id = UUID.randomUUID();
        this.release = release;
        this.releaseId = release.id().value();
        this.gate = gate;
        this.by = by;
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

    /** Counts for this state of the evidence. Compared each time: the mark alone would trust who sets it. */
    boolean holdsFor(Digest current) {
        return voidedAt == null && evidence.equals(current.hex());
    }

    boolean isVoided() {
        return voidedAt != null;
    }

    void revoke(Instant now) {
        if (voidedAt == null) {
            voidedAt = now;
        }
    }

    Approval view(Digest current) {
        return new Approval(id, gate, by, new Digest(evidence), at, holdsFor(current));
    }
}
