package io.imprimatur.experiment.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.imprimatur.experiment.ExperimentAnalysis;
import io.imprimatur.experiment.ExperimentAnalysis.Decision;
import io.imprimatur.experiment.ExperimentPlan;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
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

    private int looks;

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

    public boolean isRunning() {
        return running;
    }

    /** The plan as it was registered. */
    public ExperimentPlan registeredPlan() {
        return read(plan, ExperimentPlan.class);
    }

    /** The plan that holds now: with the sample after an extension, and the level that is left after a look. */
    public ExperimentPlan plan() {
        ExperimentPlan registered = registeredPlan();
        return new ExperimentPlan(
                registered.champion(),
                registered.metric(),
                registered.margin(),
                looks == 0 ? registered.alpha() : registered.alpha() / 2,
                samplePerArm,
                registered.labels(),
                registered.positive());
    }

    /** What the look at this sample showed; empty before it. */
    public Optional<ExperimentAnalysis> analysis() {
        return Optional.ofNullable(analysis).map(document -> read(document, ExperimentAnalysis.class));
    }

    /** Nobody waits for the sample any more. */
    public void complete() {
        running = false;
    }

    public void analysed(ExperimentAnalysis seen) {
        running = false;
        analysis = CanonicalJson.text(seen.document());
    }

    /** Doubles the sample, once. */
    public void extend() {
        if (extended) {
            throw DomainException.conflict(
                    "EXPERIMENT_EXTENDED",
                    "This test was extended once already; looking again and again is no test. End it.");
        }
        if (analysis().stream().anyMatch(seen -> seen.decision() != Decision.UNDECIDED)) {
            throw DomainException.conflict(
                    "EXPERIMENT_DECIDED", "This test is decided; only an undecided one may go on.");
        }
        if (analysis != null) {
            looks++;
            analysis = null;
        }
        extended = true;
        samplePerArm *= 2;
        running = true;
    }

    private <T> T read(String document, Class<T> type) {
        try {
            return CanonicalJson.mapper().readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("experiment.experiment of release " + release + " cannot be read", e);
        }
    }
}
