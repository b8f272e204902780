package io.imprimatur.experiment;

import io.imprimatur.audit.Ledger;
import io.imprimatur.experiment.internal.DecisionRule;
import io.imprimatur.experiment.internal.Experiment;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.Outcomes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** The A/B tests of releases: at most one for each. */
@ApplicationScoped
@Transactional
public class Experiments {

    private final EntityManager entities;
    private final Outcomes outcomes;
    private final Ledger ledger;
    private final Event<SampleCompleted> completed;
    private final Clock clock;

    @Inject
    public Experiments(
            EntityManager entities, Outcomes outcomes, Ledger ledger, Event<SampleCompleted> completed, Clock clock) {
        this.entities = entities;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.completed = completed;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Experiments() {
        this.entities = null;
        this.outcomes = null;
        this.ledger = null;
        this.completed = null;
        this.clock = null;
    }

    /**
     * Registers the plan; predictions count from now on. To be called before the split that begins the test.
     *
     * @throws DomainException EXPERIMENT_EXISTS: a plan is registered once and not changed
     */
    public void register(ReleaseId release, ExperimentPlan plan) {
        Acts.concerning(release);
        if (entities.find(Experiment.class, release.value()) != null) {
            throw DomainException.conflict(
                    "EXPERIMENT_EXISTS", "Release " + release + " has a registered test already; its plan is not changed.");
        }
        entities.persist(new Experiment(release, plan, clock.instant()));
        ledger.append("EXPERIMENT_REGISTERED", CanonicalJson.object().set("plan", CanonicalJson.document(plan)));
    }

    /**
     * Looks at the test and decides by its rule, on exactly the first planned outcomes of each arm: outcomes that come
     * later change nothing.
     */
    public ExperimentAnalysis analyse(ReleaseId release) {
        Acts.concerning(release);
        Experiment experiment = running(release);
        ExperimentPlan plan = experiment.plan();
        int sample = experiment.samplePerArm();
        ExperimentAnalysis analysis = DecisionRule.decide(
                plan,
                outcomes.first(release, experiment.since(), sample),
                outcomes.first(plan.champion(), experiment.since(), sample));
        experiment.analysed(CanonicalJson.text(analysis.document()));
        ledger.append("EXPERIMENT_ANALYSED", analysis.document());
        return analysis;
    }

    /**
     * Goes on with an undecided test until twice the planned sample, once.
     *
     * @throws DomainException EXPERIMENT_EXTENDED
     */
    public void extend(ReleaseId release, String reason) {
        Acts.concerning(release);
        Experiment experiment = running(release);
        experiment.extend();
        ledger.append(
                "EXPERIMENT_EXTENDED",
                CanonicalJson.object().put("samplePerArm", experiment.samplePerArm()).put("reason", reason));
    }

    /** Fires {@link SampleCompleted} for each test whose arms are full, once. */
    public void checkAll() {
        List<Experiment> running = entities.createQuery(
                        "select e from Experiment e where e.running = true", Experiment.class)
                .getResultList();
        for (Experiment experiment : running) {
            if (full(experiment, experiment.release()) && full(experiment, experiment.plan().champion())) {
                entities.refresh(experiment, LockModeType.PESSIMISTIC_WRITE);
                Acts.concerning(experiment.release());
                experiment.complete();
                ledger.append("SAMPLE_COMPLETED", CanonicalJson.object().put("perArm", experiment.samplePerArm()));
                completed.fire(new SampleCompleted(experiment.release()));
            }
        }
    }

    private boolean full(Experiment experiment, ReleaseId arm) {
        return outcomes.count(arm, experiment.since()) >= experiment.samplePerArm();
    }

    private Experiment running(ReleaseId release) {
        Experiment experiment = entities.find(Experiment.class, release.value());
        if (experiment == null) {
            throw DomainException.unknown("EXPERIMENT_UNKNOWN", "Release " + release + " has no registered test.");
        }
        return experiment;
    }
}
