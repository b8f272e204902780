package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.ROLLED_BACK;
import static io.imprimatur.workflows.Processes.STAGED_ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.RolloutSteered;
import io.imprimatur.rollout.RolloutSteered.Move;
import io.imprimatur.workflows.Variables;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plan has two stages of 5 % and 100 %. */
class RolloutMovesTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final ProcessEngine ENGINE =
            Engines.with(new FakeDecisions(), beans()).buildProcessEngine();

    private final RolloutMoves moves = new RolloutMoves(
            new PlannedReleases(),
            new Cases(ENGINE.getRuntimeService(), new RunningEngine()),
            ENGINE.getRuntimeService(),
            ENGINE.getManagementService(),
            new TimeScale(1, false),
            Clock.systemUTC());
    private final Road road = new Road(ENGINE);

    /** The stage is chosen as in the house; what it does to traffic is not. */
    private static Map<Object, Object> beans() {
        Map<Object, Object> beans = STEPS.beans();
        JavaDelegate share = execution -> {
            Object stage = execution.getVariable(Variables.STAGE);
            execution.setVariable(Variables.STAGE, stage instanceof Integer index ? index + 1 : 0);
            execution.setVariable(Variables.HOLD, "PT1H");
        };
        beans.put("stageShare", share);
        beans.put("stepBack", new StepBack());
        return beans;
    }

    @BeforeEach
    void begin() {
        STEPS.forget();
        STEPS.plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", true))
                .plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", false));
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void forward_leads_to_the_planned_share_and_to_no_other() {
        start();

        refused("SHARE_NOT_PLANNED", () -> steer(Move.FORWARD, 5_000));
        steer(Move.FORWARD, 10_000);

        assertThat(stage()).isEqualTo(1);
        assertThat(STEPS.ran()).containsExactly("stageAnalysis:ROLLOUT");
    }

    @Test
    void forward_from_the_last_stage_leads_out_of_the_rollout_and_to_no_stage() {
        start();
        steer(Move.FORWARD, null);

        refused("STAGE_NOT_PLANNED", () -> steer(Move.FORWARD, 10_000));
        steer(Move.FORWARD, null);

        assertThat(STEPS.ran()).containsExactly("stageAnalysis:ROLLOUT", "stageAnalysis:ROLLOUT");
        assertThat(road.outcomeOf(STAGED_ROLLOUT)).isEqualTo("completed");
    }

    @Test
    void back_leads_to_the_stage_before_and_never_before_the_first() {
        start();
        refused("STAGE_NOT_PLANNED", () -> steer(Move.BACK, null));
        steer(Move.FORWARD, null);

        refused("SHARE_NOT_PLANNED", () -> steer(Move.BACK, 400));
        steer(Move.BACK, 500);

        assertThat(stage()).isZero();
        refused("STAGE_NOT_PLANNED", () -> steer(Move.BACK, null));
    }

    @Test
    void a_step_sent_twice_is_taken_once() {
        start();

        steer(Move.FORWARD, 10_000);
        refused("STAGE_NOT_PLANNED", () -> steer(Move.FORWARD, 10_000));
    }

    @Test
    void nobody_steps_where_no_stage_is_held() {
        STEPS.forget();
        STEPS.plan("stageAnalysis", "verdict", "undecided");
        start();
        steer(Move.FORWARD, null);
        assertThat(road.waitsAt()).isEqualTo("Task_DecideStage");

        refused("STEP_NOT_NOW", () -> steer(Move.FORWARD, null));
        refused("STEP_NOT_NOW", () -> steer(Move.BACK, null));
        road.message(ROLLED_BACK);
        refused("STEP_NOT_NOW", () -> steer(Move.BACK, null));
    }

    @Test
    void a_resumed_rollout_looks_at_once_and_not_when_it_would_have() {
        STEPS.plan(
                        "freezeCheck",
                        Map.of("frozen", true, "frozenUntil", Date.from(Instant.parse("2099-01-01T00:00:00Z"))))
                .plan("freezeCheck", "frozen", false);
        start();
        assertThat(road.runDueTimers().isOver()).isFalse();
        assertThat(stage()).isEqualTo(-1);

        steer(Move.PAUSE, null);
        assertThat(stage()).isEqualTo(-1);
        steer(Move.RESUME, null);
        road.runDueTimers();

        assertThat(stage()).isZero();
    }

    private void start() {
        road.start(STAGED_ROLLOUT, Map.of("phase", "ROLLOUT"));
    }

    private void steer(Move move, @Nullable Integer share) {
        moves.steered(new RolloutSteered(ReleaseId.of(road.release), move, share));
        road.runJobs();
    }

    private int stage() {
        String instance = ENGINE.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(road.release)
                .singleResult()
                .getId();
        return ENGINE.getRuntimeService().getVariable(instance, Variables.STAGE) instanceof Integer stage ? stage : -1;
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static final class PlannedReleases extends Releases {

        @Override
        public ReleaseView get(ReleaseId release) {
            return Fixtures.release(release, ReleaseState.ROLLING_OUT);
        }
    }

    private static final class RunningEngine extends EngineStart {

        @Override
        public synchronized boolean isRunning() {
            return true;
        }
    }
}
