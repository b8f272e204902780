package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.release.Stage;
import io.imprimatur.rollout.RolloutSteered;
import io.imprimatur.workflows.Processes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/**
 * Takes an operator's step in the case of the release, or refuses it with the whole act. A step that was sent twice
 * finds the rollout waiting once.
 */
@ApplicationScoped
public class RolloutMoves {

    private static final String LOOKS_AGAIN = "Event_FreezeOver";
    private static final int RETRIES = 3;

    private final Releases releases;
    private final Cases cases;
    private final RuntimeService runtime;
    private final ManagementService jobs;
    private final TimeScale timeScale;
    private final Clock clock;

    @Inject
    public RolloutMoves(
            Releases releases,
            Cases cases,
            RuntimeService runtime,
            ManagementService jobs,
            TimeScale timeScale,
            Clock clock) {
        this.releases = releases;
        this.cases = cases;
        this.runtime = runtime;
        this.jobs = jobs;
        this.timeScale = timeScale;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RolloutMoves() {
        this.releases = null;
        this.cases = null;
        this.runtime = null;
        this.jobs = null;
        this.timeScale = null;
        this.clock = null;
    }

    void steered(@Observes RolloutSteered event) {
        switch (event.move()) {
            case PAUSE -> {
                // It holds without the case, which looks for it before each step that gives more traffic.
            }
            case RESUME -> lookAgain(event.release());
            case FORWARD -> step(event, Processes.STEPPED_FORWARD, 1);
            case BACK -> step(event, Processes.STEPPED_BACK, -1);
        }
    }

    private void step(RolloutSteered event, String message, int direction) {
        HeldStage held = cases.stageWaitingFor(event.release(), message)
                .orElseThrow(() -> DomainException.conflict(
                        "STEP_NOT_NOW",
                        "No stage of release " + event.release() + " is held now: its rollout waits for something else "
                                + "or is just going on. Read where it stands."));
        ReleaseView release = releases.get(event.release());
        List<Stage> stages =
                Limits.of(release, timeScale.value()).tighten(Stages.of(release.plan(), held.phase()), held.phase());
        requirePlanned(event, stages, held.stage() + direction);
        cases.tell(event.release(), message, Cases.person(Acts.current()));
    }

    /** Forward from the last stage of a phase leads out of it, to what the road asks there; back leads to a stage only. */
    private static void requirePlanned(RolloutSteered event, List<Stage> stages, int target) {
        Integer expected = event.share();
        if (target < 0 || target >= stages.size() && expected != null) {
            throw DomainException.conflict(
                    "STAGE_NOT_PLANNED",
                    "The approved plan has no stage there. Submit a release whose plan has it, or roll back.");
        }
        if (expected != null && expected != stages.get(target).share()) {
            throw DomainException.conflict(
                    "SHARE_NOT_PLANNED",
                    "The stage there has a share of " + stages.get(target).share() + ", not " + expected
                            + ": another one needs a new release and its approvals.");
        }
    }

    /** Whatever waits for a time to look again looks now, and a step that met the pause is tried again. */
    private void lookAgain(ReleaseId release) {
        if (!cases.isEngineRunning()) {
            return;
        }
        List<ProcessInstance> parts = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(release.toString())
                .list();
        for (ProcessInstance part : parts) {
            for (Job job : jobs.createJobQuery().processInstanceId(part.getId()).list()) {
                if (job.getRetries() == 0) {
                    jobs.setJobRetries(job.getId(), RETRIES);
                }
            }
            jobs.createJobQuery()
                    .processInstanceId(part.getId())
                    .activityId(LOOKS_AGAIN)
                    .timers()
                    .list()
                    .forEach(job -> jobs.setJobDuedate(job.getId(), Date.from(clock.instant())));
        }
    }
}
