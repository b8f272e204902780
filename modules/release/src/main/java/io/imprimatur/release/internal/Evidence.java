package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.EvidenceKind;
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

/** The latest document of one kind; its earlier ones are in the audit table. */
@Entity
@Audited
@IdClass(Evidence.Key.class)
@Table(schema = "release", name = "evidence")
class Evidence {

    @Id
    @Column(name = "release_id")
    private UUID releaseId;

    @Id
    @Enumerated(EnumType.STRING)
    @Column(length = 16)
    private EvidenceKind kind;

    @Column(nullable = false, length = 64)
    private String digest;

    @Column(nullable = false, columnDefinition = "text")
    private String document;

    @NotAudited
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "release_id", insertable = false, updatable = false)
    private Release release;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    protected Evidence() {}

    Evidence(Release release, EvidenceKind kind, JsonNode document) {
        this.release = release;
        this.releaseId = release.id().value();
        this.kind = kind;
        this.document = CanonicalJson.text(document);
        this.digest = CanonicalJson.digest(document).hex();
    }

    EvidenceKind kind() {
        return kind;
    }

    JsonNode document() {
        return CanonicalJson.parse(document);
    }

    /** Takes the new document; false if it says the same. */
    boolean replace(JsonNode newer) {
        String newerDigest = CanonicalJson.digest(newer).hex();
        if (digest.equals(newerDigest)) {
            return false;
        }
        digest = newerDigest;
        document = CanonicalJson.text(newer);
        return true;
    }

    /** The composite key, as Jakarta Persistence wants it. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private @Nullable UUID releaseId;
        private @Nullable EvidenceKind kind;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Objects.equals(releaseId, key.releaseId) && kind == key.kind;
        }

        @Override
        public int hashCode() {
            return Objects.hash(releaseId, kind);
        }
    }
}
