package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.RolloutSteered.Move;
import io.imprimatur.rollout.internal.RolloutDatabase;
import io.imprimatur.testbed.Fired;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteeringTest {

    private static RolloutDatabase database;
    private static int models;

    private final ModelName model = new ModelName("steered-" + ++models);
    private final KnownReleases releases = new KnownReleases();
    private final Fired<Object> fired = new Fired<>();
    private final ReleaseId champion = releases.add(model);
    private final ReleaseId challenger = releases.add(model);

    @BeforeAll
    static void start() {
        database = new RolloutDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void roll() {
        rollouts(r -> r.promote(champion));
        rollouts(r -> r.setShare(challenger, 500, Phase.ROLLOUT));
        fired.events().clear();
    }

    @Test
    void a_paused_rollout_keeps_its_share_and_gets_no_more() {
        RolloutState paused = steer(s -> s.pause(challenger, "the help desk is overrun"));

        assertThat(paused.share()).isEqualTo(500);
        assertThat(paused.pause().reason()).isEqualTo("the help desk is overrun");
        assertThat(paused.pause().by()).isEqualTo("operator-1");
        refused("ROLLOUT_PAUSED", () -> rollouts(r -> r.setShare(challenger, 2_500, Phase.ROLLOUT)));
        refused("ROLLOUT_PAUSED", () -> rollouts(r -> r.promote(challenger)));
        assertThat(rollouts(r -> r.setShare(challenger, 200, Phase.ROLLOUT)).challengerShare())
                .isEqualTo(200);
    }

    @Test
    void a_resumed_rollout_goes_on() {
        steer(s -> s.pause(challenger, "the help desk is overrun"));

        assertThat(steer(s -> s.resume(challenger, "it is quiet again")).pause())
                .isNull();
        assertThat(rollouts(r -> r.setShare(challenger, 2_500, Phase.ROLLOUT)).challengerShare())
                .isEqualTo(2_500);
        steer(s -> s.pause(challenger, "again"));
        refused("ROLLOUT_PAUSED", () -> rollouts(r -> r.promote(challenger)));
    }

    @Test
    void a_rollback_wins_while_the_rollout_is_paused() {
        steer(s -> s.pause(challenger, "the help desk is overrun"));

        assertThat(rollouts(r -> r.rollBack(model, "errors")).challenger()).isNull();
        refused("ROLLOUT_NOT_RUNNING", () -> steer(s -> s.back(challenger, "go on", null)));
    }

    @Test
    void a_rollout_whose_traffic_was_taken_away_meanwhile_is_resumed_all_the_same() {
        steer(s -> s.pause(challenger, "the help desk is overrun"));
        rollouts(r -> r.setShare(challenger, 0, Phase.ROLLOUT));
        refused("ROLLOUT_PAUSED", () -> rollouts(r -> r.setShare(challenger, 500, Phase.ROLLOUT)));

        RolloutState resumed = steer(s -> s.resume(challenger, "it is quiet again"));

        assertThat(resumed).isEqualTo(new RolloutState(challenger, 0, null, null));
        assertThat(rollouts(r -> r.setShare(challenger, 500, Phase.ROLLOUT)).challengerShare())
                .isEqualTo(500);
    }

    @Test
    void asked_twice_it_pauses_once_and_what_is_not_paused_is_not_resumed() {
        steer(s -> s.pause(challenger, "first"));
        assertThat(steer(s -> s.pause(challenger, "second")).pause().reason()).isEqualTo("first");

        steer(s -> s.resume(challenger, "go on"));
        refused("ROLLOUT_NOT_PAUSED", () -> steer(s -> s.resume(challenger, "go on")));
        assertThat(fired.events())
                .containsExactly(
                        new RolloutSteered(challenger, Move.PAUSE, null),
                        new RolloutSteered(challenger, Move.RESUME, null));
        assertThat(database.one("select string_agg((facts::json ->> 'move') || ' ' || actor, ', ' order by seq) "
                        + "from audit.ledger where kind = 'ROLLOUT_STEERED' and release_id = '" + challenger + "'"))
                .isEqualTo("PAUSE operator-1, RESUME operator-1");
    }

    @Test
    void a_step_is_told_with_what_the_operator_expects_and_forward_only_while_not_paused() {
        steer(s -> s.forward(challenger, "all is well", 2_500));
        steer(s -> s.pause(challenger, "wait"));
        refused("ROLLOUT_PAUSED", () -> steer(s -> s.forward(challenger, "all is well", 2_500)));
        steer(s -> s.back(challenger, "too much", null));

        assertThat(fired.events())
                .containsExactly(
                        new RolloutSteered(challenger, Move.FORWARD, 2_500),
                        new RolloutSteered(challenger, Move.PAUSE, null),
                        new RolloutSteered(challenger, Move.BACK, null));
    }

    @Test
    void a_move_that_comes_twice_with_its_key_is_taken_once() {
        steer(s -> s.move(challenger, Move.FORWARD, "all is well", 2_500, "key-1"));
        RolloutState again = steer(s -> s.move(challenger, Move.FORWARD, "all is well", 2_500, "key-1"));

        assertThat(again.share()).isEqualTo(500);
        assertThat(fired.events()).containsExactly(new RolloutSteered(challenger, Move.FORWARD, 2_500));
        refused(
                "IDEMPOTENCY_KEY_REUSED",
                () -> steer(s -> s.move(challenger, Move.BACK, "all is well", 2_500, "key-1")));
        refused("IDEMPOTENCY_KEY_INVALID", () -> steer(s -> s.move(challenger, Move.BACK, "oh", null, "two words")));
        steer(s -> s.move(challenger, Move.BACK, "too much", null));
        assertThat(fired.events()).hasSize(2);
    }

    @Test
    void a_move_that_was_refused_may_come_again_with_its_key() {
        steer(s -> s.pause(challenger, "wait"));
        refused("ROLLOUT_PAUSED", () -> steer(s -> s.move(challenger, Move.FORWARD, "all is well", 2_500, "key-2")));
        steer(s -> s.move(challenger, Move.RESUME, "go on", null, "key-3"));

        steer(s -> s.move(challenger, Move.FORWARD, "all is well", 2_500, "key-2"));

        assertThat(fired.events()).contains(new RolloutSteered(challenger, Move.FORWARD, 2_500));
    }

    @Test
    void nothing_is_steered_without_a_reason_without_traffic_or_while_the_model_is_stopped() {
        refused("REASON_MISSING", () -> steer(s -> s.pause(challenger, " ")));
        refused("ROLLOUT_NOT_RUNNING", () -> steer(s -> s.pause(champion, "it is in service")));
        as("operator-1", () -> database.stops(fired, stops -> stops.stop(model, "leaks")));
        refused("MODEL_STOPPED", () -> steer(s -> s.forward(challenger, "all is well", null)));
        refused("MODEL_STOPPED", () -> steer(s -> s.back(challenger, "too much", null)));
    }

    private Split rollouts(Function<Rollouts, Split> call) {
        return database.in(releases, fired, call);
    }

    private RolloutState steer(Function<Steering, RolloutState> call) {
        return as("operator-1", () -> database.steering(releases, fired, call));
    }

    private static <T> T as(String person, Supplier<T> call) {
        try (Acts.Scope scope = Acts.begin(Act.of(new Actor(person, Set.of(Role.OPERATOR)), "test"))) {
            return call.get();
        }
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
