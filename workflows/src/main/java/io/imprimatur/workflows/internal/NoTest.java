package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Records why there was no A/B test, so that the sign-off sees it. */
@Named("noTest")
@ApplicationScoped
public class NoTest extends Step {

    private final Releases releases;
    private final Rollouts rollouts;

    @Inject
    public NoTest(Releases releases, Rollouts rollouts) {
        this.releases = releases;
        this.rollouts = rollouts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected NoTest() {
        this.releases = null;
        this.rollouts = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        boolean champion = rollouts.champion(release.model()).isPresent();
        String reason = champion
                ? "The plan has no A/B test."
                : "There is no champion to compare with: this is the first version of the model.";
        releases.record(
                release.id(),
                EvidenceKind.AB_TEST,
                CanonicalJson.object().put("held", false).put("reason", reason));
    }
}
