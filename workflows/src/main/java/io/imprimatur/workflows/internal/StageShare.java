package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.release.Stage;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;

/** Gives the release the share of the next stage of its plan and watches its guardrails from now on. */
@Named("stageShare")
@ApplicationScoped
public class StageShare extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final Guardrails guardrails;
    private final TimeScale timeScale;
    private final Clock clock;
    private final TrafficHolds holds;

    @Inject
    public StageShare(
            Releases releases,
            Rollouts rollouts,
            Guardrails guardrails,
            TimeScale timeScale,
            Clock clock,
            TrafficHolds holds) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.guardrails = guardrails;
        this.timeScale = timeScale;
        this.clock = clock;
        this.holds = holds;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected StageShare() {
        this.releases = null;
        this.rollouts = null;
        this.guardrails = null;
        this.timeScale = null;
        this.clock = null;
        this.holds = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        Phase phase = Phase.valueOf(current.text(Variables.PHASE));
        holds.requireApprovals(release.id(), phase);
        int index = current.number(Variables.STAGE, -1) + 1;
        List<Stage> stages = Limits.of(release, timeScale.value()).tighten(Stages.of(release.plan(), phase), phase);
        Stage stage = stages.get(index);
        holds.requireNone(release, stage.share() > shareOf(release));
        releases.enter(release.id(), phase == Phase.PILOT ? ReleaseState.PILOT : ReleaseState.ROLLING_OUT);
        rollouts.setShare(release.id(), stage.share(), phase);
        guardrails.watch(
                release.id(), release.model(), release.version(), clock.instant(), Stages.guardrails(release.plan()));
        current.set(Variables.STAGE, index)
                .set(Variables.HOLDS, 0)
                .set(Variables.HOLD, stage.hold().toString());
    }

    private int shareOf(ReleaseView release) {
        return rollouts.current(release.model())
                .filter(split -> split.challenger() != null
                        && split.challenger().release().equals(release.id()))
                .map(Split::challengerShare)
                .orElse(0);
    }
}
