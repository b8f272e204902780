package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.internal.RolloutDatabase;
import io.imprimatur.testbed.Fired;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class RolloutsTest {

    private static RolloutDatabase database;
    private static int models;

    private final ModelName model = new ModelName("model-" + ++models);
    private final KnownReleases releases = new KnownReleases();
    private final Fired<Object> fired = new Fired<>();
    private final ReleaseId first = releases.add(model);
    private final ReleaseId second = releases.add(model);

    @BeforeAll
    static void start() {
        database = new RolloutDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void shares_grow_by_revisions_that_stay() {
        call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));
        Split now = call(rollouts -> rollouts.setShare(first, 2_500, Phase.ROLLOUT));

        assertThat(now.revision()).isEqualTo(2);
        assertThat(call(rollouts -> rollouts.revision(model, 1)).challengerShare())
                .isEqualTo(500);
        assertThat(current()).contains(now);
        assertThat(database.one("select count(*) from rollout.split_aud where model = '" + model + "'"))
                .isEqualTo("2");
        assertThat(database.one("select count(*) from audit.ledger where kind = 'SPLIT_PUBLISHED' and release_id = '"
                        + first + "'"))
                .isEqualTo("2");
    }

    @Test
    void a_split_tells_the_router_what_record_an_answer_needs() {
        Split strict = promoted(first);
        releases.lenient();
        ReleaseId light = releases.add(model);
        Split mixed = call(rollouts -> rollouts.setShare(light, 500, Phase.PILOT));

        assertThat(strict.champion().answersUnrecorded()).isFalse();
        assertThat(strict.champion().answersBuffered()).isFalse();
        assertThat(mixed.challenger().answersUnrecorded()).isTrue();
        assertThat(mixed.challenger().answersBuffered()).isTrue();
        assertThat(current()).contains(mixed);
    }

    @Test
    void a_step_that_is_run_again_publishes_nothing_new() {
        Split once = call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));

        Split again = call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));
        assertThat(again).isEqualTo(once);
        promoted(first);
        assertThat(call(rollouts -> rollouts.promote(first)).revision()).isEqualTo(2);
    }

    @Test
    void a_release_that_is_not_cleared_gets_no_traffic() {
        releases.voidApprovals(first);

        refused("RELEASE_NOT_CLEARED", () -> call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT)));
        refused("RELEASE_NOT_CLEARED", () -> call(rollouts -> rollouts.promote(first)));
        assertThat(current()).isEmpty();
    }

    @Test
    void an_approval_that_becomes_void_takes_the_version_off_every_node() {
        promoted(first);
        call(rollouts -> rollouts.setShare(second, 500, Phase.PILOT));

        releases.voidApprovals(second);
        assertThat(node().challenger()).isNull();
        assertThat(node().champion()).isNotNull();
        releases.voidApprovals(first);
        assertThat(node().champion()).isNull();
    }

    @Test
    void the_champion_before_is_kept_and_returns_at_a_rollback() {
        promoted(first);
        Split after = promoted(second);
        assertThat(after.previous().release()).isEqualTo(first);

        Split back = call(rollouts -> rollouts.rollBack(model, "too many complaints"));

        assertThat(back.champion().release()).isEqualTo(first);
        assertThat(fired.events()).contains(new RolledBack(model, second, "too many complaints"));
        assertThat(call(Rollouts::untold)).extracting(Rollback::release).contains(second);
    }

    @Test
    void a_version_whose_approvals_ran_out_goes_back_to_the_one_before_it() {
        promoted(first);
        promoted(second);

        Split back = call(rollouts -> rollouts.endService(second, true, "approvals expired"));

        assertThat(back.champion().release()).isEqualTo(first);
        assertThat(this.<Boolean>call(rollouts -> rollouts.isRolledBack(second)))
                .isTrue();
    }

    @Test
    void nobody_takes_over_when_the_version_before_may_not_serve_or_the_rules_say_stop() {
        promoted(first);
        promoted(second);
        releases.voidApprovals(first);
        assertThat(call(rollouts -> rollouts.endService(second, true, "approvals expired"))
                        .champion())
                .isNull();
        assertThat(this.<Boolean>call(rollouts -> rollouts.isRolledBack(second)))
                .isFalse();

        ReleaseId third = releases.add(model);
        promoted(third);
        assertThat(call(rollouts -> rollouts.endService(third, false, "approvals expired"))
                        .champion())
                .isNull();
    }

    @Test
    void the_version_before_loses_its_place_without_touching_the_champion() {
        promoted(first);
        promoted(second);

        Split after = call(rollouts -> rollouts.endService(first, true, "approvals expired"));

        assertThat(after.previous()).isNull();
        assertThat(after.champion().release()).isEqualTo(second);
        assertThat(this.<Split>call(rollouts -> rollouts.endService(first, true, "again")))
                .isEqualTo(after);
    }

    @Test
    void a_rollback_asked_for_twice_is_done_once() {
        promoted(first);
        promoted(second);
        ReleaseId third = releases.add(model);
        call(rollouts -> rollouts.setShare(third, 500, Phase.PILOT));

        Split once = call(rollouts -> rollouts.rollBack(model, "errors"));
        Split twice = call(rollouts -> rollouts.rollBack(model, "errors"));

        assertThat(once.challenger()).isNull();
        assertThat(once.champion().release()).isEqualTo(second);
        assertThat(twice).isEqualTo(once);
    }

    @Test
    void a_named_release_is_rolled_back_whoever_else_has_traffic() {
        promoted(first);
        promoted(second);
        ReleaseId third = releases.add(model);
        call(rollouts -> rollouts.setShare(third, 500, Phase.PILOT));

        Split back = call(rollouts -> rollouts.rollBack(second, "it drifted"));

        assertThat(back.champion().release()).isEqualTo(first);
        assertThat(back.challenger().release()).isEqualTo(third);
        assertThat(back.challengerShare()).isEqualTo(500);
        Split again = call(rollouts -> rollouts.rollBack(second, "it drifted"));
        assertThat(again).isEqualTo(back);
    }

    @Test
    void a_version_that_broke_loses_its_traffic_whether_anybody_came_before_it_or_not() {
        promoted(first);
        ReleaseId third = releases.add(model);
        Split trial = call(rollouts -> rollouts.setShare(third, 500, Phase.PILOT));

        takeOut(trial.challenger().version());
        assertThat(node().challenger()).isNull();
        assertThat(node().champion().release()).isEqualTo(first);

        takeOut(trial.champion().version());
        assertThat(node().champion()).isNull();
        assertThat(call(Rollouts::untold)).extracting(Rollback::release).contains(first, third);
        takeOut(trial.champion().version());
        assertThat(this.<Split>call(rollouts -> rollouts.current(model).orElseThrow())
                        .revision())
                .isEqualTo(trial.revision() + 2);
    }

    private void takeOut(VersionId version) {
        call(rollouts -> {
            rollouts.takeOut(version, "It stalled.");
            return null;
        });
    }

    @Test
    void of_two_nodes_that_would_tell_a_case_of_its_rollback_one_does() throws Exception {
        call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));
        call(rollouts -> rollouts.rollBack(first, "errors"));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch begun = new CountDownLatch(1);
        try {
            Future<Boolean> other = database.in(releases, fired, rollouts -> {
                assertThat(rollouts.told(first)).isTrue();
                Future<Boolean> waiting = pool.submit(() -> {
                    begun.countDown();
                    return call(node -> node.told(first));
                });
                awaitLock(begun);
                assertThat(waiting).isNotDone();
                return waiting;
            });

            assertThat(other.get(10, TimeUnit.SECONDS)).isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_release_once_rolled_back_gets_no_traffic_again() {
        call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));
        call(rollouts -> rollouts.rollBack(first, "errors"));

        refused("RELEASE_ROLLED_BACK", () -> call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT)));
        refused("RELEASE_ROLLED_BACK", () -> call(rollouts -> rollouts.promote(first)));
    }

    @Test
    void a_rollback_needs_a_reason_and_somebody_to_go_back_to() {
        promoted(first);

        refused("ROLLBACK_REASON_MISSING", () -> call(rollouts -> rollouts.rollBack(model, " ")));
        refused("ROLLBACK_IMPOSSIBLE", () -> call(rollouts -> rollouts.rollBack(model, "errors")));
    }

    @Test
    void one_challenger_at_a_time() {
        call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));

        refused("SPLIT_TAKEN", () -> call(rollouts -> rollouts.setShare(second, 500, Phase.PILOT)));
        refused("SPLIT_TAKEN", () -> call(rollouts -> rollouts.promote(second)));
    }

    @Test
    void of_two_publications_at_once_one_is_told_that_it_raced() {
        database.whileAnotherPublishes(model, other -> {
            refused("SPLIT_RACED", () -> call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT)));
            return null;
        });
        Split published = call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));
        refused("SPLIT_RACED", () -> database.publish(published));
    }

    @Test
    void a_rollback_waits_for_the_publication_in_progress_and_wins() throws Exception {
        promoted(first);
        call(rollouts -> rollouts.setShare(second, 500, Phase.PILOT));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch begun = new CountDownLatch(1);
        try {
            Future<Split> rollback = database.in(releases, fired, rollouts -> {
                rollouts.setShare(second, 5_000, Phase.AB_TEST);
                Future<Split> waiting = pool.submit(() -> {
                    begun.countDown();
                    return call(other -> other.rollBack(second, "errors"));
                });
                awaitLock(begun);
                assertThat(waiting).isNotDone();
                return waiting;
            });

            Split after = rollback.get(10, TimeUnit.SECONDS);
            assertThat(after.revision()).isEqualTo(4);
            assertThat(after.challenger()).isNull();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void every_publication_is_told_to_the_nodes_with_its_commit() throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("listen imprimatur_split");
            call(rollouts -> rollouts.setShare(first, 500, Phase.PILOT));

            assertThat(connection.unwrap(PGConnection.class).getNotifications(5_000))
                    .extracting(told -> told.getParameter())
                    .containsExactly(model.value());
        }
    }

    private Split promoted(ReleaseId release) {
        return call(rollouts -> rollouts.promote(release));
    }

    private Optional<Split> current() {
        return database.in(releases, fired, rollouts -> rollouts.current(model));
    }

    private Split node() {
        Collection<Split> cleared = database.cleared(releases);
        return cleared.stream()
                .filter(split -> split.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private <T> T call(Function<Rollouts, T> call) {
        return database.in(releases, fired, call);
    }

    /** Until the other one waits for the lock that this thread's transaction holds, on a model or on a row. */
    private static void awaitLock(CountDownLatch begun) {
        String waiting =
                "select count(*) from pg_locks where locktype in ('advisory', 'transactionid') and not granted";
        await().until(() -> begun.getCount() == 0 && database.one(waiting).equals("1"));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
