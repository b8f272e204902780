package io.imprimatur.workflows.internal;

import io.imprimatur.release.AfterGrace;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Takes the traffic from a version whose approvals were not given anew: to the version before it, or to nobody. */
@Named("serviceEnd")
@ApplicationScoped
public class ServiceEnd extends Step {

    private static final String PROHIBITED = "Its use is prohibited by Article 5 of the EU AI Act.";
    private static final String REASON = "Its approvals expired or fell, and were not given anew in time.";

    private final Releases releases;
    private final Rollouts rollouts;

    @Inject
    public ServiceEnd(Releases releases, Rollouts rollouts) {
        this.releases = releases;
        this.rollouts = rollouts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ServiceEnd() {
        this.releases = null;
        this.rollouts = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        // The version before it is for the same use: where that is prohibited, nobody is answered.
        boolean prohibited = AiActQuestion.PROHIBITED.equals(current.text(Variables.EU_AI_ACT_CATEGORY));
        boolean toPrevious = !prohibited && release.terms().afterGrace() == AfterGrace.PREVIOUS;
        rollouts.endService(release.id(), toPrevious, prohibited ? PROHIBITED : REASON);
        boolean rolledBack = rollouts.isRolledBack(release.id());
        if (!rolledBack && release.state() == ReleaseState.IN_SERVICE) {
            releases.enter(release.id(), ReleaseState.SUPERSEDED);
        }
    }
}
