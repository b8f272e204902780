package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.AB_TEST;
import static io.imprimatur.workflows.Processes.RELEASE_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.Guardrails;
import io.imprimatur.release.AbTestPlan;
import io.imprimatur.release.Phase;
import io.imprimatur.release.Plan;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.FreezeWindow;
import io.imprimatur.rollout.FreezeWindows;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happened between the look and the step: traffic that may not grow any more, approvals that ended. The releases
 * and splits here refuse as the real ones do; a step that ran into that would give its job up and leave the case behind.
 */
class HeldTrafficTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final Split SERVED =
            new Split(new ModelName("credit-risk"), 1, null, null, null, 0, null, Instant.EPOCH);
    private static final Expiring RELEASES = new Expiring();
    private static final Held ROLLOUTS = new Held();
    private static final ProcessEngine ENGINE = engine();

    private static ProcessEngine engine() {
        TrafficHolds holds = new TrafficHolds(RELEASES, ROLLOUTS, new FrozenWindows());
        Map<Object, Object> beans = STEPS.beans();
        beans.put("testSplit", new TestSplit(RELEASES, ROLLOUTS, holds));
        beans.put("promotion", new Promotion(RELEASES, ROLLOUTS, new Unwatched(), new NoCases(), holds));
        return Engines.with(new FakeDecisions(), beans).buildProcessEngine();
    }

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        STEPS.plan("intake", "verdict", "pass").plan("evaluation", "verdict", "pass");
        STEPS.plan(
                "riskFactors",
                Map.of(
                        "domain", "credit-scoring",
                        "naturalPersons", true,
                        "automatedDecision", false,
                        "specialCategories", false,
                        "evaluationPassed", true,
                        "privacyPassed", true));
        STEPS.plan("stageShare", "hold", "PT1H")
                .plan("stageAnalysis", Map.of("verdict", "pass", "moreStages", false))
                .plan("testPlan", "maximumDuration", "PT1H");
        RELEASES.cleared = true;
        ROLLOUTS.held = "";
        ROLLOUTS.done.clear();
        road = new Road(ENGINE);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "frozen", "paused"})
    void a_test_whose_split_meets_a_hold_looks_again_until_it_is_over(String hold) {
        ROLLOUTS.held = hold;
        STEPS.plan("freezeCheck", "frozen", false)
                .plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", "frozen", false);
        road.start(AB_TEST);
        assertThat(ROLLOUTS.done).isEmpty();

        ROLLOUTS.held = "";
        road.letTimePass();

        assertThat(ROLLOUTS.done).containsExactly("5000 AB_TEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "frozen", "paused"})
    void a_promotion_that_meets_a_hold_looks_again_until_it_is_over(String hold) {
        STEPS.plan("approvalsCheck", "approvalsStand", true).plan("championSearch", "championFound", false);
        inItsLastStage();
        ROLLOUTS.held = hold;
        // Not before the stage's end, at the first look, but at the second.
        STEPS.plan("freezeCheck", "frozen", false)
                .plan("freezeCheck", Map.of("frozen", true, "frozenUntil", new Date()))
                .plan("freezeCheck", "frozen", false);
        road.letTimePass();
        assertThat(ROLLOUTS.done).isEmpty();

        ROLLOUTS.held = "";
        road.letTimePass();

        assertThat(ROLLOUTS.done).containsExactly("promoted");
        assertThat(road.outcomeOf(RELEASE_MODEL)).isEqualTo("in-service");
    }

    @Test
    void approvals_that_end_while_the_last_stage_is_held_open_the_reviews_again() {
        STEPS.plan("approvalsCheck", "approvalsStand", true)
                .plan("approvalsCheck", "approvalsStand", true)
                .plan("approvalsCheck", "approvalsStand", false)
                .plan("championSearch", "championFound", false);
        inItsLastStage();

        RELEASES.cleared = false;
        road.letTimePass();

        assertThat(ROLLOUTS.done).isEmpty();
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    @Test
    void approvals_that_end_before_the_traffic_is_split_open_the_reviews_again() {
        STEPS.plan("approvalsCheck", "approvalsStand", true)
                .plan("approvalsCheck", "approvalsStand", false)
                .plan("championSearch", "championFound", true);
        road.start(RELEASE_MODEL).decide("privacy-officer", "approve").decide("risk-manager", "approve");

        RELEASES.cleared = false;
        road.letTimePass();

        assertThat(ROLLOUTS.done).isEmpty();
        assertThat(road.waitsAt()).isEqualTo("Task_PrivacyReview");
    }

    private void inItsLastStage() {
        road.start(RELEASE_MODEL).decide("privacy-officer", "approve").decide("risk-manager", "approve");
        road.letTimePass().decide("release-manager", "approve");
    }

    private static DomainException refused(String code) {
        return DomainException.conflict(code, "as the real one does");
    }

    private static final class Expiring extends Releases {
        private boolean cleared = true;

        @Override
        public ReleaseView get(ReleaseId release) {
            ReleaseView view = Fixtures.release(release, ReleaseState.PILOT);
            Plan plan = view.plan();
            return new ReleaseView(
                    view.id(),
                    view.model(),
                    view.version(),
                    view.versionNumber(),
                    view.artifact(),
                    view.state(),
                    view.submitter(),
                    new Plan(
                            plan.evaluation(),
                            plan.pilot(),
                            new AbTestPlan(5_000, "brier", 0.1, 0.05, 10, Duration.ofHours(1)),
                            plan.stages(),
                            plan.guardrails(),
                            plan.document()),
                    view.evidence(),
                    view.digests(),
                    view.approvals(),
                    view.terms(),
                    view.submittedAt());
        }

        @Override
        public boolean isCleared(ReleaseId release, Phase phase) {
            return cleared;
        }

        @Override
        public void enter(ReleaseId id, ReleaseState state) {
            if (!cleared) {
                throw refused("RELEASE_NOT_CLEARED");
            }
        }
    }

    private static final class Held extends Rollouts {
        private final List<String> done = new ArrayList<>();
        private String held = "";

        @Override
        public Optional<Split> current(ModelName model) {
            Stop stop = new Stop("It is on fire.", "operator-1", Instant.EPOCH, null);
            return Optional.of(
                    held.equals("stopped")
                            ? new Split(model, 1, null, null, null, 0, null, stop, Instant.EPOCH)
                            : SERVED);
        }

        @Override
        public boolean isPaused(ReleaseId release) {
            return held.equals("paused");
        }

        @Override
        public boolean isRolledBack(ReleaseId release) {
            return false;
        }

        @Override
        public Split setShare(ReleaseId release, int share, Phase phase) {
            return publish(share + " " + phase);
        }

        @Override
        public Split promote(ReleaseId release) {
            return publish("promoted");
        }

        private Split publish(String what) {
            if (!held.isEmpty() || !RELEASES.cleared) {
                throw refused("RELEASE_NOT_CLEARED");
            }
            done.add(what);
            return SERVED;
        }
    }

    private static final class FrozenWindows extends FreezeWindows {
        @Override
        public Optional<FreezeWindow> inForce(ModelName model) {
            return ROLLOUTS.held.equals("frozen")
                    ? Optional.of(new FreezeWindow("Year's end", Instant.EPOCH, Instant.MAX, Set.of()))
                    : Optional.empty();
        }
    }

    private static final class Unwatched extends Guardrails {
        @Override
        public void unwatch(ReleaseId release) {
            // nobody watches here
        }
    }

    private static final class NoCases extends Cases {
        @Override
        void beginWatch(ReleaseId release) {
            // nobody watches here
        }
    }
}
