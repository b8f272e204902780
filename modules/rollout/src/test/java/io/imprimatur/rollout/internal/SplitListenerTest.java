package io.imprimatur.rollout.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.KnownReleases;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.SplitsRefreshed;
import io.imprimatur.testbed.Fired;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SplitListenerTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private static RolloutDatabase database;
    private static int models;

    private final ModelName model = new ModelName("listened-" + ++models);
    private final KnownReleases releases = new KnownReleases();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicBoolean databaseAway = new AtomicBoolean();
    private final Splits splits = new Splits(new Fired<SplitsRefreshed>());
    private SplitListener listener;

    @BeforeAll
    static void start() {
        database = new RolloutDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @AfterEach
    void stopListening() {
        listener.stop();
    }

    @Test
    void a_publication_on_another_node_is_known_here_at_once() {
        listen(NEVER);
        await().until(() -> readings.get() >= 2);

        publish();

        await().atMost(Duration.ofSeconds(5)).until(() -> splits.of(model).isPresent());
    }

    @Test
    void what_nobody_told_of_is_found_by_looking() {
        listen(Duration.ofMillis(50));
        await().until(splits::areKnown);

        releases.voidApprovals(publish().challenger().release());

        await().until(() ->
                splits.of(model).filter(split -> split.challenger() == null).isPresent());
    }

    @Test
    void while_the_database_is_away_the_last_known_splits_serve_on() {
        publish();
        listen(Duration.ofMillis(20));
        await().until(() -> splits.of(model).isPresent());

        databaseAway.set(true);
        int before = readings.get();
        await().until(() -> readings.get() > before + 3);

        assertThat(splits.of(model)).isPresent();
        databaseAway.set(false);
        publish();
        await().until(() -> splits.of(model).orElseThrow().revision() == 2);
    }

    @Test
    void a_node_that_has_read_nothing_knows_that() {
        databaseAway.set(true);
        listen(Duration.ofMillis(20));
        await().until(() -> readings.get() > 2);

        assertThat(splits.areKnown()).isFalse();
    }

    private int published;

    private Split publish() {
        int share = 100 * ++published;
        return database.in(
                releases,
                new Fired<>(),
                rollouts -> rollouts.current(model)
                        .map(Split::challenger)
                        .map(challenger -> rollouts.setShare(challenger.release(), share, Phase.PILOT))
                        .orElseGet(() -> rollouts.setShare(releases.add(model), share, Phase.PILOT)));
    }

    private void listen(Duration interval) {
        SplitReader reader = new SplitReader() {
            @Override
            public List<Split> cleared() {
                readings.incrementAndGet();
                if (databaseAway.get()) {
                    throw new IllegalStateException("connection refused");
                }
                return database.cleared(releases);
            }
        };
        listener = new SplitListener(splits, reader, database.dataSource(), interval);
        listener.start(Executors.defaultThreadFactory());
    }
}
