package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.evaluation.LoadTests;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.kernel.CanonicalJson;
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

/**
 * Puts the version under load beside the champion. Measured once for each champion: figures of a machine are never the
 * same twice, and an approval must not become void because somebody measured again.
 */
@Named("loadTest")
@ApplicationScoped
public class LoadTestStep extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final LoadTests loadTests;

    @Inject
    public LoadTestStep(Releases releases, Rollouts rollouts, LoadTests loadTests) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.loadTests = loadTests;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected LoadTestStep() {
        this.releases = null;
        this.rollouts = null;
        this.loadTests = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        @Nullable
        VersionId champion =
                rollouts.champion(release.model()).map(Target::version).orElse(null);
        ObjectNode assessed = RiskEvidence.assessed(release);
        if (RiskEvidence.isMeasuredAgainst(assessed, champion)) {
            return;
        }
        assessed.set(RiskEvidence.LOAD, measured(release, champion));
        releases.record(release.id(), EvidenceKind.RISK, assessed);
    }

    private ObjectNode measured(ReleaseView release, @Nullable VersionId champion) {
        try {
            return RiskEvidence.load(
                    loadTests.run(
                            release.version(),
                            champion,
                            Criteria.of(release.plan().evaluation())),
                    champion);
        } catch (InferenceFailed e) {
            return CanonicalJson.object()
                    .put(RiskEvidence.AGAINST, RiskEvidence.against(champion))
                    .put("fault", e.getMessage());
        }
    }
}
