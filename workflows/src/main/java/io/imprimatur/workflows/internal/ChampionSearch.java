package io.imprimatur.workflows.internal;

import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Looks whether another version serves now, and whether the plan compares with it. */
@Named("championSearch")
@ApplicationScoped
public class ChampionSearch extends Step {

    private final Releases releases;
    private final Rollouts rollouts;

    @Inject
    public ChampionSearch(Releases releases, Rollouts rollouts) {
        this.releases = releases;
        this.rollouts = rollouts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ChampionSearch() {
        this.releases = null;
        this.rollouts = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        boolean champion = rollouts.champion(release.model()).isPresent();
        current.set(Variables.CHAMPION_FOUND, champion && release.plan().abTest() != null);
    }
}
