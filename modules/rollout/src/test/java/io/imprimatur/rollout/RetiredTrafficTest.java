package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.registry.ModelRetired;
import io.imprimatur.registry.VersionRetired;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.internal.RolloutDatabase;
import io.imprimatur.testbed.Fired;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetiredTrafficTest {

    private static RolloutDatabase database;
    private static int models;

    private final ModelName model = new ModelName("retired-" + ++models);
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
    void a_version_with_traffic_is_not_retired() {
        rollouts(r -> r.promote(first));
        rollouts(r -> r.setShare(second, 500, Phase.PILOT));

        refused("VERSION_IN_SERVICE", () -> retire(first));
        refused("VERSION_IN_SERVICE", () -> retire(second));
        rollouts(r -> r.setShare(second, 0, Phase.PILOT));
        retire(second);
        assertThat(current().champion().release()).isEqualTo(first);
    }

    @Test
    void a_version_kept_for_a_rollback_leaves_the_split_when_it_retires() {
        rollouts(r -> r.promote(first));
        rollouts(r -> r.promote(second));

        retire(first);

        assertThat(current().previous()).isNull();
        assertThat(current().champion().release()).isEqualTo(second);
        refused("ROLLBACK_IMPOSSIBLE", () -> rollouts(r -> r.rollBack(model, "errors")));
    }

    @Test
    void a_model_is_retired_when_it_answers_nobody_and_no_sooner() {
        rollouts(r -> r.promote(first));
        rollouts(r -> r.promote(second));
        refused("MODEL_IN_SERVICE", () -> database.retired(fired, r -> r.retired(new ModelRetired(model))));

        database.stops(fired, stops -> stops.stop(model, "its purpose is gone"));
        database.retired(fired, r -> r.retired(new ModelRetired(model)));

        assertThat(current().targets()).isEmpty();
        assertThat(current().stop().reason()).isEqualTo("its purpose is gone");
    }

    @Test
    void a_model_that_never_served_is_retired_without_a_word_to_anybody() {
        database.retired(fired, r -> r.retired(new ModelRetired(model)));
        retire(first);

        assertThat(fired.events()).isEmpty();
    }

    private void retire(ReleaseId release) {
        VersionRetired event = new VersionRetired(model, releases.get(release).version());
        database.retired(fired, r -> r.retired(event));
    }

    private Split current() {
        return database.in(releases, fired, r -> r.current(model).orElseThrow());
    }

    private Split rollouts(Function<Rollouts, Split> call) {
        return database.in(releases, fired, call);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
