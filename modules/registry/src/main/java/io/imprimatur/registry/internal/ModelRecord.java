package io.imprimatur.registry.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.Model;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** A row of {@code registry.model}. */
@Entity
@Audited
@Table(schema = "registry", name = "model")
public class ModelRecord {

    @Id
    private String name = "";

    private String purpose = "";

    @Column(name = "registered_at")
    private Instant registeredAt = Instant.EPOCH;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    /** For Hibernate. */
    protected ModelRecord() {}

    public ModelRecord(ModelName name, String purpose, Instant registeredAt) {
        this.name = name.value();
        this.purpose = purpose;
        this.registeredAt = registeredAt;
    }

    public boolean isRetired() {
        return retiredAt != null;
    }

    public void retire(Instant now) {
        retiredAt = now;
    }

    public Model view() {
        return new Model(new ModelName(name), purpose);
    }
}
