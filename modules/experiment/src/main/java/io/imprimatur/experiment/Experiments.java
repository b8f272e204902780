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
import java.util.Optional;

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
     * Registers the plan; predictions count from now on. To be called before the split that begins the test. The same
     * plan again changes nothing.
     *
     * @throws DomainException EXPERIMENT_EXISTS: a plan is registered once and not changed
     */
    public void register(ReleaseId release, ExperimentPlan plan) {
        Acts.concerning(release);
        Experiment registered = entities.find(Experiment.class, release.value());
        if (registered != null) {
            if (plan.equals(registered.registeredPlan())) {
                return;
            }
            throw DomainException.conflict(
                    "EXPERIMENT_EXISTS",
                    "Release " + release + " has a registered test already; its plan is not changed.");
        }
        entities.persist(new Experiment(release, plan, clock.instant()));
        ledger.append("EXPERIMENT_REGISTERED", CanonicalJson.object().set("plan", CanonicalJson.document(plan)));
    }

    /** Whether the release has a registered test. */
    public boolean isRegistered(ReleaseId release) {
        return entities.find(Experiment.class, release.value()) != null;
    }

    /**
     * Looks at the test and decides by its rule, on exactly the first planned outcomes of each arm. It looks once: asked
     * again, it answers what it saw then. While the sample is incomplete nothing is looked at, and the test is undecided.
     */
    public ExperimentAnalysis analyse(ReleaseId release) {
        Acts.concerning(release);
        Experiment experiment = registered(release);
        Optional<ExperimentAnalysis> before = experiment.analysis();
        if (before.isPresent()) {
            return before.get();
        }
        ExperimentPlan plan = experiment.plan();
        ExperimentAnalysis analysis;
        if (full(experiment, release) && full(experiment, plan.champion())) {
            int sample = plan.samplePerArm();
            analysis = DecisionRule.decide(
                    plan,
                    outcomes.first(release, experiment.since(), sample),
                    outcomes.first(plan.champion(), experiment.since(), sample));
            experiment.analysed(analysis);
        } else {
            analysis = DecisionRule.incomplete(
                    plan,
                    outcomes.count(release, experiment.since()),
                    outcomes.count(plan.champion(), experiment.since()));
            experiment.complete();
        }
        ledger.append("EXPERIMENT_ANALYSED", analysis.document());
        return analysis;
    }

    /**
     * Goes on with an undecided test until twice the planned sample, once. If the outcomes were looked at before, the
     * next look is held to half of the planned level, so that both together err with a probability of 1.5 alpha at most
     * (Bonferroni).
     *
     * @throws DomainException EXPERIMENT_DECIDED, EXPERIMENT_EXTENDED
     */
    public void extend(ReleaseId release, String reason) {
        Acts.concerning(release);
        Experiment experiment = registered(release);
        experiment.extend();
        ledger.append(
                "EXPERIMENT_EXTENDED",
                CanonicalJson.object()
                        .put("samplePerArm", experiment.samplePerArm())
                        .put("reason", reason));
    }

    /** Releases whose test waits for its sample. */
    public List<ReleaseId> running() {
        return entities.createQuery("select e from Experiment e where e.running = true", Experiment.class)
                .getResultStream()
                .map(Experiment::release)
                .toList();
    }

    /** Counts the sample of one test and fires {@link SampleCompleted} when both arms are full: once, on one node. */
    public void inspect(ReleaseId release) {
        Experiment experiment = registered(release);
        if (!full(experiment, release) || !full(experiment, experiment.plan().champion())) {
            return;
        }
        entities.refresh(experiment, LockModeType.PESSIMISTIC_WRITE);
        if (!experiment.isRunning()) {
            // Another node was first.
            return;
        }
        Acts.concerning(release);
        experiment.complete();
        ledger.append("SAMPLE_COMPLETED", CanonicalJson.object().put("perArm", experiment.samplePerArm()));
        completed.fire(new SampleCompleted(release));
    }

    private boolean full(Experiment experiment, ReleaseId arm) {
        return outcomes.count(arm, experiment.since()) >= experiment.samplePerArm();
    }

    private Experiment registered(ReleaseId release) {
        Experiment experiment = entities.find(Experiment.class, release.value());
        if (experiment == null) {
            throw DomainException.unknown("EXPERIMENT_UNKNOWN", "Release " + release + " has no registered test.");
        }
        return experiment;
    }
}
