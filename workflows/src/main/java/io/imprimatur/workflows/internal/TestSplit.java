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
    private final TrafficHolds holds;

    @Inject
    public TestSplit(Releases releases, Rollouts rollouts, TrafficHolds holds) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.holds = holds;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TestSplit() {
        this.releases = null;
        this.rollouts = null;
        this.holds = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        int share = Limits.of(release, 1).share(TestPlan.of(release).share());
        holds.requireApprovals(release.id(), Phase.AB_TEST);
        holds.requireNone(release, true);
        releases.enter(release.id(), ReleaseState.AB_TEST);
        rollouts.setShare(release.id(), share, Phase.AB_TEST);
    }
}
