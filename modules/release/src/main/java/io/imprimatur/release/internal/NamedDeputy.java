package io.imprimatur.release.internal;

import io.imprimatur.release.Deputyship;
import io.imprimatur.release.Gate;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** A deputy that a reviewer named. */
@Entity
@Audited
@Table(schema = "release", name = "deputy")
public class NamedDeputy {

    @Id
    private UUID id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Gate gate;

    @Column(nullable = false, updatable = false)
    private String principal;

    @Column(nullable = false, updatable = false)
    private String deputy;

    @Column(name = "from_time", nullable = false, updatable = false)
    private Instant from;

    @Column(name = "until_time", nullable = false, updatable = false)
    private Instant until;

    @Column(name = "named_at", nullable = false, updatable = false)
    private Instant namedAt;

    @Column(name = "ended_at")
    private @Nullable Instant ended;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected NamedDeputy() {}

    public NamedDeputy(Gate gate, String principal, String deputy, Instant from, Instant until, Instant now) {
        this.id = UUID.randomUUID();
        this.gate = gate;
        this.principal = principal;
        this.deputy = deputy;
        this.from = from;
        this.until = until;
        this.namedAt = now;
    }

    public boolean holdsAt(Instant moment) {
        return ended == null && !moment.isBefore(from) && moment.isBefore(until);
    }

    public boolean isOf(String subject) {
        return principal.equals(subject);
    }

    public void end(Instant now) {
        if (ended == null) {
            ended = now;
        }
    }

    public Deputyship view() {
        return new Deputyship(id, gate, principal, deputy, from, until, ended);
    }
}
