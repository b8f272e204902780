package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static io.imprimatur.workflows.Processes.RELEASE_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollback;
import io.imprimatur.rollout.Rollouts;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollbackFollowUpTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final ProcessEngine ENGINE =
            Engines.with(new FakeDecisions(), STEPS.beans()).buildProcessEngine();

    private final ToldRollouts rollouts = new ToldRollouts();
    private final RunningEngine running = new RunningEngine();
    private final StatedReleases releases = new StatedReleases();
    private final RollbackFollowUp followUp =
            new RollbackFollowUp(rollouts, releases, new Cases(ENGINE.getRuntimeService(), running));

    @BeforeEach
    void begin() {
        STEPS.forget();
        STEPS.plan("intake", "verdict", "pass")
                .plan("evaluation", "verdict", "pass")
                .plan(
                        "riskFactors",
                        Map.of(
                                "domain", "credit-scoring",
                                "naturalPersons", true,
                                "automatedDecision", false,
                                "specialCategories", false,
                                "evaluationPassed", true,
                                "privacyPassed", true))
                .plan("approvalsCheck", "approvalsStand", true)
                .plan("stageShare", "hold", "PT1H");
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Road inItsPilot() {
        return new Road(ENGINE)
                .start(RELEASE_MODEL)
                .decide("privacy-officer", "approve")
                .decide("risk-manager", "approve");
    }

    private static Rollback rollbackOf(Road road, String by) {
        return new Rollback(
                ReleaseId.of(road.release), new ModelName("credit-risk"), "too many errors", by, Instant.EPOCH, false);
    }

    @Test
    void a_guardrails_rollback_opens_the_incident_review() {
        Road road = inItsPilot();

        followUp.tell(rollbackOf(road, "system"));
        road.runJobs();

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
        assertThat(road.variablesEver()).contains("actedBy=system");
        assertThat(rollouts.told).containsExactly(ReleaseId.of(road.release));
    }

    @Test
    void a_persons_rollback_opens_it_in_the_name_of_that_person() {
        Road road = inItsPilot();

        followUp.tell(rollbackOf(road, "operator-1"));
        road.runJobs();

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
        assertThat(road.variablesEver()).contains("actedBy=operator-1");
    }

    @Test
    void a_case_that_does_not_listen_yet_is_told_later() {
        Road road = new Road(ENGINE).start(PRIVACY_REVIEW);

        followUp.tell(rollbackOf(road, "system"));

        assertThat(rollouts.told).isEmpty();
    }

    @Test
    void a_release_whose_case_is_over_gets_an_incident_of_its_own() {
        Road road = new Road(ENGINE);

        followUp.tell(rollbackOf(road, "operator-1"));
        road.runJobs();

        assertThat(road.waitsAt()).isEqualTo("Task_IncidentReview");
        assertThat(rollouts.told).containsExactly(ReleaseId.of(road.release));
    }

    @Test
    void a_rollback_that_its_case_has_already_recorded_opens_no_second_incident() {
        Road road = new Road(ENGINE);
        releases.state = ReleaseState.ROLLED_BACK;

        followUp.tell(rollbackOf(road, "system"));

        assertThat(road.isOver()).isTrue();
        assertThat(rollouts.told).containsExactly(ReleaseId.of(road.release));
    }

    @Test
    void a_rollback_that_another_node_has_told_since_it_was_read_opens_no_second_incident() {
        Road road = new Road(ENGINE);
        Rollback read = rollbackOf(road, "operator-1");

        rollouts.told.add(read.release());
        followUp.tell(read);

        assertThat(ENGINE.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(road.release)
                        .processDefinitionKey(RELEASE_MODEL)
                        .count())
                .isZero();
    }

    @Test
    void while_the_engine_is_down_nothing_is_told_and_nothing_forgotten() {
        running.runs = false;

        assertThat(followUp.untold()).isEmpty();
        assertThat(rollouts.asked).isZero();
    }

    private static final class ToldRollouts extends Rollouts {

        private final Set<ReleaseId> told = new HashSet<>();
        private int asked;

        @Override
        public List<Rollback> untold() {
            asked++;
            return List.of();
        }

        @Override
        public boolean told(ReleaseId release) {
            return told.add(release);
        }
    }

    private static final class StatedReleases extends Releases {

        private ReleaseState state = ReleaseState.IN_SERVICE;

        @Override
        public ReleaseView get(ReleaseId release) {
            return Fixtures.release(release, state);
        }
    }

    private static final class RunningEngine extends EngineStart {

        private boolean runs = true;

        @Override
        public synchronized boolean isRunning() {
            return runs;
        }
    }
}
