package io.imprimatur.monitoring.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.Guardrail;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** A row of {@code monitoring.watch}: begun when a release gets traffic, breached at most once, ended with it. */
@Entity
@Audited
@Table(schema = "monitoring", name = "watch")
public class Watch {

    @Id
    @Column(name = "release_id")
    private UUID release = new UUID(0, 0);

    private String model = "";

    @Column(name = "version_id")
    private UUID version = new UUID(0, 0);

    private Instant since = Instant.EPOCH;

    @Column(columnDefinition = "text")
    private String bounds = "[]";

    private boolean active;

    @Column(name = "breached_at")
    private @Nullable Instant breachedAt;

    /** For Hibernate. */
    protected Watch() {}

    public Watch(ReleaseId release, ModelName model, VersionId version, Instant since, List<Guardrail> bounds) {
        this.release = release.value();
        this.model = model.value();
        this.version = version.value();
        anew(since, bounds);
    }

    public final void anew(Instant from, List<Guardrail> guardrails) {
        this.since = from;
        this.bounds = CanonicalJson.text(CanonicalJson.document(guardrails));
        this.active = true;
    }

    public void end() {
        active = false;
    }

    public void breach(Instant at) {
        breachedAt = at;
        active = false;
    }

    public boolean active() {
        return active;
    }

    public boolean isBreached() {
        return breachedAt != null;
    }

    public ReleaseId release() {
        return new ReleaseId(release);
    }

    public ModelName model() {
        return new ModelName(model);
    }

    public VersionId version() {
        return new VersionId(version);
    }

    public Instant since() {
        return since;
    }

    public List<Guardrail> bounds() {
        try {
            return List.of(CanonicalJson.mapper().readValue(bounds, Guardrail[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("monitoring.watch of release " + release + " cannot be read", e);
        }
    }
}
