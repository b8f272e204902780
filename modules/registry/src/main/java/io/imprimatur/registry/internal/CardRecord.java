package io.imprimatur.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCard;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.envers.Audited;

/** A row of {@code registry.model_card}: one revision of a version's card, never changed. */
@Entity
@Audited
@Table(schema = "registry", name = "model_card")
public class CardRecord {

    /** Which card, and which revision of it. */
    @Embeddable
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        @Column(name = "version_id")
        private UUID version = new UUID(0, 0);

        private int revision;

        /** For Hibernate. */
        protected Key() {}

        Key(UUID version, int revision) {
            this.version = version;
            this.revision = revision;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.version.equals(version) && key.revision == revision;
        }

        @Override
        public int hashCode() {
            return Objects.hash(version, revision);
        }
    }

    @EmbeddedId
    private Key key = new Key();

    private String digest = "";

    @Column(columnDefinition = "text")
    private String document = "";

    @Column(name = "written_at")
    private Instant writtenAt = Instant.EPOCH;

    /** For Hibernate. */
    protected CardRecord() {}

    public CardRecord(VersionId version, int revision, JsonNode document, Instant writtenAt) {
        this.key = new Key(version.value(), revision);
        this.document = CanonicalJson.text(document);
        this.digest = CanonicalJson.digest(document).hex();
        this.writtenAt = writtenAt;
    }

    public ModelCard card() {
        return new ModelCard(key.revision, new Digest(digest), CanonicalJson.parse(document));
    }
}
