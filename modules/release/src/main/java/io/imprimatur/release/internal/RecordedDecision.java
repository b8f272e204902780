package io.imprimatur.release.internal;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.release.Decision;
import io.imprimatur.release.DecisionTaken;
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
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.jspecify.annotations.Nullable;

/** One line of the record of decisions: written once, never changed. */
@Entity
@Audited
@Table(schema = "release", name = "decision")
class RecordedDecision {

    @Id
    private UUID id;

    @Column(name = "release_id", nullable = false, updatable = false)
    private UUID releaseId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Gate gate;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Decision decision;

    @Column(name = "by_actor", nullable = false, updatable = false)
    private String by;

    @Column(name = "for_actor", updatable = false)
    private @Nullable String onBehalfOf;

    @Column(nullable = false, updatable = false, length = 64)
    private String evidence;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String reason;

    @Column(updatable = false, columnDefinition = "text")
    private @Nullable String stated;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @NotAudited
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "release_id", insertable = false, updatable = false)
    private Release release;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected RecordedDecision() {}

    RecordedDecision(
            Release release, Gate gate, Decision decision, Reviewer by, Digest evidence, String reason, Instant at) {
        this.id = UUID.randomUUID();
        this.release = release;
        this.releaseId = release.id().value();
        this.gate = gate;
        this.decision = decision;
        this.by = by.subject();
        this.onBehalfOf = by.onBehalfOf();
        this.evidence = evidence.hex();
        this.reason = reason;
        this.stated = by.stated().isEmpty() ? null : CanonicalJson.text(CanonicalJson.document(by.stated()));
        this.at = at;
    }

    DecisionTaken view() {
        return new DecisionTaken(gate, decision, by, onBehalfOf, new Digest(evidence), reason, statements(), at);
    }

    private Map<String, String> statements() {
        Map<String, String> statements = new HashMap<>();
        if (stated != null) {
            CanonicalJson.parse(stated)
                    .fields()
                    .forEachRemaining(answer ->
                            statements.put(answer.getKey(), answer.getValue().asText()));
        }
        return statements;
    }
}
