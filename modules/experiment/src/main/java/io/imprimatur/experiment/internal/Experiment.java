package io.imprimatur.experiment.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.imprimatur.experiment.ExperimentPlan;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code experiment.experiment}. Registered with its plan before the first prediction; running until the sample
 * is complete or its time is over; analysed; and, if undecided, extended by a person at most once.
 */
@Entity
@Audited
@Table(schema = "experiment", name = "experiment")
public class Experiment {

    @Id
    @Column(name = "release_id")
    private UUID release = new UUID(0, 0);

    @Column(columnDefinition = "text")
    private String plan = "";

    private Instant since = Instant.EPOCH;

    @Column(name = "sample_per_arm")
    private int samplePerArm;

    private boolean extended;

    private boolean running;

    @Column(columnDefinition = "text")
    private @Nullable String analysis;

    /** For Hibernate. */
    protected Experiment() {}

    public Experiment(ReleaseId release, ExperimentPlan plan, Instant since) {
        this.release = release.value();
        this.plan = CanonicalJson.text(CanonicalJson.document(plan));
        this.since = since;
        this.samplePerArm = plan.samplePerArm();
        this.running = true;
    }

    public ReleaseId release() {
        return new ReleaseId(release);
    }

    public Instant since() {
        return since;
    }

    public int samplePerArm() {
        return samplePerArm;
    }

    /** The plan, with the sample as it stands after an extension. */
    public ExperimentPlan plan() {
        try {
            ExperimentPlan registered = CanonicalJson.mapper().readValue(plan, ExperimentPlan.class);
            return new ExperimentPlan(
                    registered.champion(),
                    registered.metric(),
                    registered.margin(),
                    registered.alpha(),
                    samplePerArm,
                    registered.labels(),
                    registered.positive());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("experiment.experiment of release " + release + " cannot be read", e);
        }
    }

    /** Nobody waits for the sample any more. */
    public void complete() {
        running = false;
    }

    public void analysed(String document) {
        running = false;
        analysis = document;
    }

    /** Doubles the sample, once. */
    public void extend() {
        if (extended) {
            throw DomainException.conflict(
                    "EXPERIMENT_EXTENDED", "This test was extended once already; looking again and again is no test. End it.");
        }
        extended = true;
        samplePerArm *= 2;
        running = true;
    }
}
