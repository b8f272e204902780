package io.imprimatur.workflows.internal;

import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Gives the challenger the share of the registered test, as far as its risk class lets it grow before full service. */
@Named("testSplit")
@ApplicationScoped
public class TestSplit extends Step {

    private final Releases releases;
    private final Rollouts rollouts;

    @Inject
    public TestSplit(Releases releases, Rollouts rollouts) {
        this.releases = releases;
        this.rollouts = rollouts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TestSplit() {
        this.releases = null;
        this.rollouts = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        releases.enter(release.id(), ReleaseState.AB_TEST);
        int share = Limits.of(release, 1).share(TestPlan.of(release).share());
        rollouts.setShare(release.id(), share, Phase.AB_TEST);
    }
}
