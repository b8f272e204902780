package io.imprimatur.serving.internal;

import io.imprimatur.serving.BlockedClient;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.envers.Audited;

/** A row of {@code serving.blocked_client}: the last block of a client, in force or not. */
@Entity
@Audited
@Table(schema = "serving", name = "blocked_client")
public class BlockedClientRecord {

    @Id
    private String client = "";

    @Column(columnDefinition = "text")
    private String reason = "";

    @Column(name = "blocked_by")
    private String by = "";

    @Column(name = "blocked_at")
    private Instant at = Instant.EPOCH;

    @Column(name = "in_force")
    private boolean inForce;

    /** For Hibernate. */
    protected BlockedClientRecord() {}

    BlockedClientRecord(String client) {
        this.client = client;
    }

    void begin(BlockedClient block) {
        reason = block.reason();
        by = block.by();
        at = block.since();
        inForce = true;
    }

    void end() {
        inForce = false;
    }

    boolean isInForce() {
        return inForce;
    }

    BlockedClient view() {
        return new BlockedClient(client, reason, by, at);
    }
}
