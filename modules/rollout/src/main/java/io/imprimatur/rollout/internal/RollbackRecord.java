package io.imprimatur.rollout.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.rollout.Rollback;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.envers.Audited;

/** A row of {@code rollout.rollback}. */
@Entity
@Audited
@Table(schema = "rollout", name = "rollback")
public class RollbackRecord {

    @Id
    @Column(name = "release_id")
    private UUID release = new UUID(0, 0);

    private String model = "";

    @Column(columnDefinition = "text")
    private String reason = "";

    @Column(name = "rolled_back_by")
    private String by = "";

    @Column(name = "rolled_back_at")
    private Instant at = Instant.EPOCH;

    @Column(name = "case_told")
    private boolean caseTold;

    /** For Hibernate. */
    protected RollbackRecord() {}

    RollbackRecord(Rollback rollback) {
        this.release = rollback.release().value();
        this.model = rollback.model().value();
        this.reason = rollback.reason();
        this.by = rollback.by();
        this.at = rollback.at();
        this.caseTold = rollback.caseTold();
    }

    boolean told() {
        boolean first = !caseTold;
        caseTold = true;
        return first;
    }

    Rollback view() {
        return new Rollback(new ReleaseId(release), new ModelName(model), reason, by, at, caseTold);
    }
}
