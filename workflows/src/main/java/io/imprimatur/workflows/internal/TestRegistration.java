package io.imprimatur.workflows.internal;

import io.imprimatur.experiment.ExperimentPlan;
import io.imprimatur.experiment.Experiments;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.AbTestPlan;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Target;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.camunda.bpm.engine.delegate.BpmnError;

/**
 * Registers the plan of the A/B test before its first prediction: what the release planned, against who serves now. Where
 * the champion has lost its service since the case looked, the case looks again.
 */
@Named("testPlan")
@ApplicationScoped
public class TestRegistration extends Step {

    private static final String CHAMPION_GONE = "CHAMPION_GONE";

    private final Releases releases;
    private final Rollouts rollouts;
    private final Experiments experiments;
    private final Versions versions;

    @Inject
    public TestRegistration(Releases releases, Rollouts rollouts, Experiments experiments, Versions versions) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.experiments = experiments;
        this.versions = versions;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TestRegistration() {
        this.releases = null;
        this.rollouts = null;
        this.experiments = null;
        this.versions = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        AbTestPlan plan = TestPlan.of(release);
        current.set(Variables.MAXIMUM_DURATION, plan.maximumDuration().toString());
        if (experiments.isRegistered(release.id())) {
            // A plan is not changed. Where another champion serves by now its sample stays short, and a person decides.
            return;
        }
        experiments.register(
                release.id(),
                new ExperimentPlan(
                        champion(release.model()),
                        plan.metric(),
                        plan.margin(),
                        plan.alpha(),
                        Limits.of(release, 1).sample(plan.minimumSamplePerArm()),
                        versions.get(release.version()).card().outputLabels(),
                        release.plan().evaluation().positive()));
    }

    private ReleaseId champion(ModelName model) {
        return rollouts.champion(model)
                .map(Target::release)
                .orElseThrow(() -> new BpmnError(CHAMPION_GONE, "Model " + model + " has no champion any more."));
    }
}
