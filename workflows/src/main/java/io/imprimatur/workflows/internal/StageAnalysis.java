package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.Verdict;
import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.release.Stage;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Looks at a stage after its hold: a breached guardrail is a breach; enough predictions without one pass; too few are
 * held again, and after the configured number of holds a person decides.
 */
@Named("stageAnalysis")
@ApplicationScoped
public class StageAnalysis extends Step {

    private final Releases releases;
    private final Guardrails guardrails;
    private final int mostHolds;

    @Inject
    public StageAnalysis(
            Releases releases,
            Guardrails guardrails,
            @ConfigProperty(name = "imprimatur.rollout.holds", defaultValue = "20") int mostHolds) {
        this.releases = releases;
        this.guardrails = guardrails;
        this.mostHolds = mostHolds;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected StageAnalysis() {
        this.releases = null;
        this.guardrails = null;
        this.mostHolds = 0;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        List<Stage> stages = Stages.of(release.plan(), Phase.valueOf(current.text(Variables.PHASE)));
        int index = current.number(Variables.STAGE, 0);
        current.set(Variables.MORE_STAGES, index + 1 < stages.size());
        Verdict verdict = guardrails.check(release.id());
        if (verdict.outcome() == Verdict.Outcome.FAIL) {
            current.set(Variables.VERDICT, "breach");
        } else if (guardrails.attempts(release.id()) >= stages.get(index).minimumPredictions()) {
            current.set(Variables.VERDICT, "pass");
        } else {
            int holds = current.number(Variables.HOLDS, 0) + 1;
            current.set(Variables.HOLDS, holds).set(Variables.VERDICT, holds < mostHolds ? "hold" : "undecided");
        }
    }
}
