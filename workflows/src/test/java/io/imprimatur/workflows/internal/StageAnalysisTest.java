package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.STAGED_ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real analysis in the real process, on the plan of {@link Fixtures}: a pilot that needs 20 predictions. */
class StageAnalysisTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final Measured MEASURED = new Measured();
    private static final ProcessEngine ENGINE = engine();

    private static ProcessEngine engine() {
        Map<Object, Object> beans = STEPS.beans();
        beans.put("stageAnalysis", new StageAnalysis(new PlannedReleases(), MEASURED, 2));
        return Engines.with(new FakeDecisions(), beans).buildProcessEngine();
    }

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        STEPS.plan("stageShare", Map.of("hold", "PT1H", "stage", 0, "holds", 0));
        MEASURED.verdict = Verdict.pass(Map.of());
        MEASURED.attempts = 20;
        road = new Road(ENGINE);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private Road pilot() {
        return road.start(STAGED_ROLLOUT, Map.of("phase", "PILOT")).letTimePass();
    }

    @Test
    void a_pilot_with_enough_predictions_and_no_breach_is_completed() {
        assertThat(pilot().outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    @Test
    void a_pilot_with_too_few_predictions_is_held_until_a_person_must_decide() {
        MEASURED.attempts = 19;

        pilot();
        assertThat(road.variablesEver()).contains("verdict=hold", "holds=1");
        road.letTimePass();

        assertThat(road.waitsAt()).isEqualTo("Task_DecideStage");
    }

    @Test
    void a_broken_guardrail_rolls_back_however_few_predictions_there_are() {
        MEASURED.attempts = 1;
        MEASURED.verdict = Verdict.fail(List.of("errorRate 0.5 is above the bound of 0.05."), Map.of());

        assertThat(pilot().outcomeOf(STAGED_ROLLOUT)).isEqualTo("rolled-back");
        assertThat(STEPS.ran()).contains("rollback:PILOT");
    }

    @Test
    void a_rollout_has_as_many_stages_as_its_plan() {
        STEPS.plan("stageShare", Map.of("hold", "PT1H", "stage", 1, "holds", 0));
        road.start(STAGED_ROLLOUT, Map.of("phase", "ROLLOUT")).letTimePass();
        assertThat(road.variablesEver()).contains("moreStages=true");

        road.letTimePass();

        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    private static final class Measured extends Guardrails {

        private Verdict verdict = Verdict.pass(Map.of());
        private long attempts;

        @Override
        public Verdict check(ReleaseId release) {
            return verdict;
        }

        @Override
        public long attempts(ReleaseId release) {
            return attempts;
        }
    }

    private static final class PlannedReleases extends Releases {

        @Override
        public ReleaseView get(ReleaseId release) {
            return Fixtures.release(release, ReleaseState.PILOT);
        }
    }
}
