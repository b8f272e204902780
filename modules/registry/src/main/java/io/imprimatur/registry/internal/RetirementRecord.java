package io.imprimatur.registry.internal;

import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Retirement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** A row of {@code registry.retirement}. */
@Entity
@Audited
@Table(schema = "registry", name = "retirement")
public class RetirementRecord {

    @Id
    @Column(name = "version_id")
    private UUID version = new UUID(0, 0);

    @Column(columnDefinition = "text")
    private String reason = "";

    @Column(name = "retired_by")
    private String by = "";

    @Column(name = "retired_at")
    private Instant at = Instant.EPOCH;

    @Column(name = "erasure_asked_by")
    private @Nullable String erasureAskedBy;

    @Column(name = "erased_by")
    private @Nullable String erasedBy;

    @Column(name = "erased_at")
    private @Nullable Instant erasedAt;

    /** For Hibernate. */
    protected RetirementRecord() {}

    public RetirementRecord(VersionId version, String reason, String by, Instant at) {
        this.version = version.value();
        this.reason = reason;
        this.by = by;
        this.at = at;
    }

    public void askErasure(String asker) {
        erasureAskedBy = asker;
    }

    public void erase(String second, Instant now) {
        erasedBy = second;
        erasedAt = now;
    }

    public Retirement view(Duration retention) {
        return new Retirement(new VersionId(version), reason, by, at, at.plus(retention), erasureAskedBy, erasedAt);
    }
}
