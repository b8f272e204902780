package io.imprimatur.registry.internal;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** A row of {@code registry.version}. */
@Entity
@Audited
@Table(schema = "registry", name = "version")
public class VersionRecord {

    @Id
    private UUID id = new UUID(0, 0);

    private String model = "";

    private int number;

    private String artifact = "";

    private long size;

    private String engine = "";

    @Nullable
    private UUID parent;

    @Column(name = "added_at")
    private Instant addedAt = Instant.EPOCH;

    /** For Hibernate. */
    protected VersionRecord() {}

    public VersionRecord(
            VersionId id,
            ModelName model,
            int number,
            Digest artifact,
            long size,
            Engine engine,
            @Nullable VersionId parent,
            Instant addedAt) {
        this.id = id.value();
        this.model = model.value();
        this.number = number;
        this.artifact = artifact.hex();
        this.size = size;
        this.engine = engine.label();
        this.parent = parent == null ? null : parent.value();
        this.addedAt = addedAt;
    }

    public VersionId id() {
        return new VersionId(id);
    }

    public ModelName model() {
        return new ModelName(model);
    }

    public int number() {
        return number;
    }

    public Digest artifact() {
        return new Digest(artifact);
    }

    public Version view(ModelCard card) {
        return new Version(
                id(),
                model(),
                number,
                artifact(),
                size,
                Engine.of(engine),
                parent == null ? null : new VersionId(parent),
                card);
    }
}
