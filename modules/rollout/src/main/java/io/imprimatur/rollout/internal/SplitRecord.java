package io.imprimatur.rollout.internal;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.rollout.Split;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.envers.Audited;

/** A row of {@code rollout.split}: one revision, never changed. */
@Entity
@Audited
@Table(schema = "rollout", name = "split")
public class SplitRecord {

    /** Which model, which revision. */
    @Embeddable
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String model = "";

        private long revision;

        /** For Hibernate. */
        protected Key() {}

        Key(String model, long revision) {
            this.model = model;
            this.revision = revision;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.model.equals(model) && key.revision == revision;
        }

        @Override
        public int hashCode() {
            return Objects.hash(model, revision);
        }
    }

    @EmbeddedId
    private Key key = new Key();

    @Column(columnDefinition = "text")
    private String document = "";

    @Column(name = "published_at")
    private Instant publishedAt = Instant.EPOCH;

    /** For Hibernate. */
    protected SplitRecord() {}

    SplitRecord(Split split) {
        this.key = new Key(split.model().value(), split.revision());
        this.document = CanonicalJson.text(CanonicalJson.document(split));
        this.publishedAt = split.publishedAt();
    }

    Split split() {
        try {
            return CanonicalJson.mapper().readValue(document, Split.class);
        } catch (IOException e) {
            throw new UncheckedIOException("rollout.split " + key.model + " " + key.revision + " cannot be read", e);
        }
    }
}
