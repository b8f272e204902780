package io.imprimatur.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.checker.Checker;
import io.imprimatur.checker.Scope;
import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.Stack;
import io.imprimatur.launcher.journey.Await;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * Kills the application with SIGKILL while everybody works, at a moment that the seed draws; now and then the database
 * with it. After each start nothing that was acknowledged is missing, nothing was done twice, every case has a next
 * step, and every message that waited has left. A seed draws the same acts and moments again; how far each had come is
 * the machine's choice each time.
 */
class CrashIT {

    private static final int FEWEST_EFFECTS = 3;
    private static final int MORE_EFFECTS = 24;
    private static final int ONE_IN_DATABASE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What the engine has still to do by itself; a timer that lies ahead is not. */
    private static final String DUE = """
            select (select count(*) from camunda.act_ru_job j where j.retries_ > 0
                       and (j.duedate_ is null or j.duedate_ <= now() at time zone 'UTC' + interval '10 seconds'))
                 + (select count(*) from rollout.rollback b where not b.case_told)
                 + (select count(*) from notification.message m where m.state = 'WAITING')""";

    /** The five minutes for which the jobs of a dead node stay its own: time passes. */
    private static final String PASS_LOCKS = "update camunda.act_ru_job set lock_exp_time_ = lock_exp_time_ -"
            + " interval '1 hour' where lock_exp_time_ is not null";

    @Test
    void whenever_it_is_killed_nothing_is_lost_nothing_is_doubled_and_every_case_goes_on() throws Exception {
        int kills = Integer.getInteger("imprimatur.kills", 10);
        long seed = Long.getLong("imprimatur.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        long begun = System.nanoTime();
        int acknowledged = 0;
        int killed = 0;
        try (Outside outside = new Outside();
                Stack stack = stack(outside)) {
            Outbox outbox = new Outbox(outside);
            try {
                Works works = new Works(stack);
                works.listen(outside.hook());
                for (; killed < kills; killed++) {
                    long own = seed + killed;
                    Outside.Mood mood = mood(own);
                    outside.be(mood);
                    crash(stack, works, new Random(own), own);
                    outside.be(Outside.Mood.WELL);
                    recover(stack, outbox, mood);
                    List<String> faults = faults(stack, works.journal, outbox);
                    assertThat(faults)
                            .as("Kill %d of seed %d (-Dimprimatur.seed=%d -Dimprimatur.kills=1)", killed, seed, own)
                            .isEmpty();
                }
                acknowledged = works.journal.counted();
            } finally {
                System.out.printf(
                        "Crashes: %d of %d kills from seed %d in %d s, %d effects acknowledged, %s%n",
                        killed,
                        kills,
                        seed,
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        acknowledged,
                        outbox);
            }
            assertThat(acknowledged).as("a load that did something").isGreaterThan(kills);
            if (kills >= Outside.Mood.values().length) {
                assertThat(outbox.waited()).as("messages that waited").isPositive();
            }
        }
    }

    /** In turn, so that a few kills see them all. */
    private static Outside.Mood mood(long seed) {
        Outside.Mood[] moods = Outside.Mood.values();
        return moods[(int) Math.floorMod(seed, (long) moods.length)];
    }

    private static Stack stack(Outside outside) throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        Map<String, String> settings = new HashMap<>(outside.settings());
        // How fast a model is has nothing to do with crashes.
        settings.put("IMPRIMATUR_INFERENCE_LOAD_TEST_MILLIS", "50");
        Stack stack = Stack.onFreePorts(Files.createTempDirectory(target, "crash-"), settings);
        stack.up(new Reporter(new PrintStream(System.out, true, StandardCharsets.UTF_8)));
        return stack;
    }

    private static void crash(Stack stack, Works works, Random random, long seed)
            throws InterruptedException, ExecutionException {
        Load load = new Load(works, seed);
        int effects = FEWEST_EFFECTS + random.nextInt(MORE_EFFECTS);
        boolean withDatabase = random.nextInt(ONE_IN_DATABASE) == 0;
        load.begin();
        try {
            assertThat(works.journal.await(effects, PATIENCE))
                    .as("%d effects were acknowledged in time", effects)
                    .isTrue();
            ProcessHandle database = stack.postgres().handle().orElseThrow();
            kill(stack.payara().handle().orElseThrow());
            if (withDatabase) {
                kill(database);
            }
        } finally {
            load.end();
        }
        if (withDatabase) {
            stack.postgres().start();
        }
    }

    private static void kill(ProcessHandle process) throws InterruptedException, ExecutionException {
        process.destroyForcibly();
        process.onExit().get();
    }

    private static void recover(Stack stack, Outbox outbox, Outside.Mood mood) throws SQLException {
        try (Connection connection = stack.postgres().connect("imprimatur");
                Statement statement = connection.createStatement()) {
            statement.execute(PASS_LOCKS);
            outbox.killed(connection, mood);
        }
        stack.payara().start();
        Await.until("nothing is due any more", PATIENCE, () -> due(stack) == 0 ? Optional.of(true) : Optional.empty());
    }

    private static long due(Stack stack) {
        try (Connection connection = stack.postgres().connect("imprimatur");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DUE)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> faults(Stack stack, Journal journal, Outbox outbox) throws SQLException {
        try (Connection connection = stack.postgres().connect("imprimatur")) {
            List<String> faults = new ArrayList<>(journal.missing(connection));
            faults.addAll(outbox.faults(connection));
            new Checker(connection).settled(Scope.ALL).forEach(violation -> faults.add(violation.toString()));
            return faults;
        }
    }
}
