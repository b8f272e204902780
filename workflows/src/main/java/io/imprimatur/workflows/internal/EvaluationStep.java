package io.imprimatur.workflows.internal;

import io.imprimatur.evaluation.Evaluation;
import io.imprimatur.evaluation.Evaluations;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** Scores the version on the plan's data set, beside the champion if there is one, and records the verdict. */
@Named("evaluation")
@ApplicationScoped
public class EvaluationStep extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final Evaluations evaluations;

    @Inject
    public EvaluationStep(Releases releases, Rollouts rollouts, Evaluations evaluations) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.evaluations = evaluations;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected EvaluationStep() {
        this.releases = null;
        this.rollouts = null;
        this.evaluations = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        @Nullable
        VersionId champion =
                rollouts.champion(release.model()).map(Target::version).orElse(null);
        Evaluation evaluated = evaluations.evaluate(
                release.version(), champion, Criteria.of(release.plan().evaluation()));
        releases.record(release.id(), EvidenceKind.EVALUATION, Evidence.of(evaluated.verdict(), evaluated.document()));
        current.set(evaluated.verdict());
    }
}
