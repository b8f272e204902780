package io.imprimatur.release.internal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.jspecify.annotations.Nullable;

/** The one duty that a person holds in a release; the primary key leaves no room for a second. */
@Entity
@Audited
@IdClass(HeldDuty.Key.class)
@Table(schema = "release", name = "duty")
class HeldDuty {

    @Id
    @Column(name = "release_id")
    private UUID releaseId;

    @Id
    private String actor;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false, length = 16)
    private Duty duty;

    @NotAudited
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "release_id", insertable = false, updatable = false)
    private Release release;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected HeldDuty() {}

    HeldDuty(Release release, String actor, Duty duty) {
        this.release = release;
        this.releaseId = release.id().value();
        this.actor = actor;
        this.duty = duty;
    }

    boolean isOf(String someone) {
        return actor.equals(someone);
    }

    Duty duty() {
        return duty;
    }

    /** The composite key, as Jakarta Persistence wants it. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private @Nullable UUID releaseId;
        private @Nullable String actor;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Objects.equals(releaseId, key.releaseId)
                    && Objects.equals(actor, key.actor);
        }

        @Override
        public int hashCode() {
            return Objects.hash(releaseId, actor);
        }
    }
}
