package io.imprimatur.audit;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Generated;
import org.hibernate.envers.RevisionEntity;
import org.hibernate.envers.RevisionNumber;
import org.hibernate.envers.RevisionTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * One transaction's changes: every Envers row of the transaction points here, to who made it, in which role, why, and
 * for which release. Envers makes it at the transaction's first audited change; {@link Ledger} makes it sooner, while
 * the act in progress is surely still the one that caused the change, because Envers writes only when the transaction
 * completes, and by then a job thread may have ended the act.
 */
@Entity
@RevisionEntity(RevisionOfAct.class)
@Table(schema = "audit", name = "revision")
public class Revision {

    @Id
    @RevisionNumber
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "revision")
    // Numbers taken one by one rise with time on every node; "as of" queries compare them.
    @SequenceGenerator(name = "revision", schema = "audit", sequenceName = "revision_seq", allocationSize = 1)
    private long id;

    @RevisionTimestamp
    @Column(nullable = false, updatable = false)
    private Instant at = Instant.EPOCH;

    @Column(nullable = false, updatable = false, length = 255)
    private String actor = Actor.SYSTEM.subject();

    @Column(updatable = false, length = 32)
    private @Nullable String role;

    @Column(nullable = false, updatable = false, columnDefinition = "text")
    private String cause = "";

    @Column(name = "release_id", updatable = false)
    private @Nullable UUID release;

    @Column(name = "version_id", updatable = false)
    private @Nullable UUID version;

    /** PostgreSQL's id of the transaction: the same one that the ledger entries and the engine's rows carry. */
    @Generated
    @Column(insertable = false, updatable = false)
    private @Nullable Long txid;

    protected Revision() {}

    /** Takes who, why and about what from the act. */
    void tell(Act act) {
        actor = act.actor().subject();
        Role actedIn = act.role();
        role = actedIn == null ? null : actedIn.group();
        cause = act.cause();
        release = act.release() == null ? release : act.release().value();
        version = act.version() == null ? version : act.version().value();
    }

    /**
     * Takes what the act knows better: a person's act is never overwritten by the house's own, and a release or
     * version once told stays.
     */
    void tellMore(Act act) {
        if (isOfTheHouse()) {
            tell(act);
            return;
        }
        if (role == null && act.role() != null && actor.equals(act.actor().subject())) {
            role = act.role().group();
        }
        if (release == null && act.release() != null) {
            release = act.release().value();
        }
        if (version == null && act.version() != null) {
            version = act.version().value();
        }
    }

    private boolean isOfTheHouse() {
        return actor.equals(Actor.SYSTEM.subject());
    }

    public long id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    /** The actor's Keycloak {@code sub}, or {@code system}. */
    public String actor() {
        return actor;
    }

    public @Nullable String role() {
        return role;
    }

    public String cause() {
        return cause;
    }

    public @Nullable UUID release() {
        return release;
    }

    public @Nullable UUID version() {
        return version;
    }
}
