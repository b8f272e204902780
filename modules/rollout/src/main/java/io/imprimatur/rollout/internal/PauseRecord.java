package io.imprimatur.rollout.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.rollout.Pause;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.envers.Audited;

/** A row of {@code rollout.pause}: the last pause of a release, in force or not. */
@Entity
@Audited
@Table(schema = "rollout", name = "pause")
public class PauseRecord {

    @Id
    @Column(name = "release_id")
    private UUID release = new UUID(0, 0);

    @Column(columnDefinition = "text")
    private String reason = "";

    @Column(name = "paused_by")
    private String by = "";

    @Column(name = "paused_at")
    private Instant at = Instant.EPOCH;

    @Column(name = "in_force")
    private boolean inForce;

    /** For Hibernate. */
    protected PauseRecord() {}

    PauseRecord(ReleaseId release) {
        this.release = release.value();
    }

    void begin(Pause pause) {
        reason = pause.reason();
        by = pause.by();
        at = pause.since();
        inForce = true;
    }

    void end() {
        inForce = false;
    }

    Optional<Pause> view() {
        return inForce ? Optional.of(new Pause(reason, by, at)) : Optional.empty();
    }
}
