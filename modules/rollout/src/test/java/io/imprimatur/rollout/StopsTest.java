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
import io.imprimatur.rollout.internal.RolloutDatabase;
import io.imprimatur.testbed.Fired;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StopsTest {

    private static RolloutDatabase database;
    private static int models;

    private final ModelName model = new ModelName("stopped-" + ++models);
    private final KnownReleases releases = new KnownReleases();
    private final Fired<Object> fired = new Fired<>();
    private final ReleaseId first = releases.add(model);
    private final ReleaseId second = releases.add(model);

    @BeforeAll
    static void start() {
        database = new RolloutDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void one_person_stops_a_model_and_every_node_knows() {
        rollouts(r -> r.promote(first));

        Split stopped = as("operator-1", s -> s.stop(model, "leaks training data"));

        assertThat(stopped.stop().reason()).isEqualTo("leaks training data");
        assertThat(fired.events()).contains(new ModelStopped(model, "leaks training data"));
        assertThat(database.cleared(releases))
                .filteredOn(split -> split.model().equals(model))
                .singleElement()
                .satisfies(split -> assertThat(split.stop()).isNotNull());
        assertThat(as("operator-2", s -> s.stop(model, "again")).revision()).isEqualTo(stopped.revision());
    }

    @Test
    void two_people_lift_it_and_the_same_one_twice_does_not() {
        rollouts(r -> r.promote(first));
        as("operator-1", s -> s.stop(model, "leaks training data"));

        Split asked = as("operator-1", s -> s.lift(model, "mended"));
        assertThat(asked.stop().liftAskedBy()).isEqualTo("operator-1");
        refused("LIFT_NEEDS_ANOTHER", () -> as("operator-1", s -> s.lift(model, "mended")));

        assertThat(fired.events()).doesNotContain(new StopLifted(model));

        assertThat(as("operator-2", s -> s.lift(model, "checked")).stop()).isNull();
        assertThat(fired.events()).contains(new StopLifted(model));
        refused("MODEL_NOT_STOPPED", () -> as("operator-2", s -> s.lift(model, "checked")));
        assertThat(database.one("select string_agg(kind || ' ' || actor, ', ' order by seq) from audit.ledger "
                        + "where kind like 'MODEL_STOP%' and facts::json ->> 'model' = '" + model + "'"))
                .isEqualTo("MODEL_STOPPED operator-1, MODEL_STOP_LIFT_ASKED operator-1, "
                        + "MODEL_STOP_LIFTED operator-2");
    }

    @Test
    void while_a_model_is_stopped_no_traffic_grows_and_a_rollback_still_wins() {
        rollouts(r -> r.promote(first));
        rollouts(r -> r.setShare(second, 500, Phase.PILOT));
        as("operator-1", s -> s.stop(model, "leaks training data"));

        refused("MODEL_STOPPED", () -> rollouts(r -> r.setShare(second, 1_000, Phase.PILOT)));
        refused("MODEL_STOPPED", () -> rollouts(r -> r.promote(second)));
        Split after = rollouts(r -> r.rollBack(model, "it is the challenger"));
        assertThat(after.challenger()).isNull();
        assertThat(after.stop()).isNotNull();
    }

    @Test
    void a_rollback_asked_for_again_after_a_stop_is_still_done_once() {
        ReleaseId third = releases.add(model);
        rollouts(r -> r.promote(first));
        rollouts(r -> r.promote(second));
        rollouts(r -> r.setShare(third, 500, Phase.PILOT));
        rollouts(r -> r.rollBack(model, "errors"));
        Split stopped = as("operator-1", s -> s.stop(model, "more errors"));

        Split again = rollouts(r -> r.rollBack(model, "errors"));

        assertThat(again).isEqualTo(stopped);
        assertThat(again.champion().release()).isEqualTo(second);
    }

    @Test
    void a_stop_needs_a_reason_and_a_model_that_was_in_service() {
        refused("REASON_MISSING", () -> as("operator-1", s -> s.stop(model, " ")));
        refused("SPLIT_UNKNOWN", () -> as("operator-1", s -> s.stop(model, "leaks training data")));
    }

    private Split rollouts(Function<Rollouts, Split> call) {
        return database.in(releases, fired, call);
    }

    private Split as(String person, Function<Stops, Split> call) {
        try (Acts.Scope scope = Acts.begin(Act.of(new Actor(person, Set.of(Role.OPERATOR)), "test"))) {
            return database.stops(fired, call);
        }
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
