package io.imprimatur.incontainer.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.checker.Checker;
import io.imprimatur.checker.Scope;
import io.imprimatur.incontainer.races.Depth;
import io.imprimatur.incontainer.races.Move;
import io.imprimatur.incontainer.races.Turn;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/**
 * Cases at every depth of the road, and at each step two or three people or jobs at once, drawn at random, against the
 * real services, engine and database. One wins, the others are told so, and the invariants hold after every step. A seed
 * draws the same moves with the same delays again; which of them wins is the machine's choice each time, so a seed that
 * failed is tried again at once, and its report says how often it failed.
 */
@ArquillianTest
@RunAsClient
class InterleavingsIT {

    private static final int GENERATION_SIZE = 1000;
    private static final int MOST_RACES = 3;
    private static final int MOST_FAILURES = 3;
    private static final int AGAIN = 20;
    /** About as long as the longest move takes. */
    private static final int LONGEST_DELAY = 30;

    /** So many cases at a time: one alone leaves the machine waiting for the database. */
    private static final int LANES = 2;

    private final Server server = new Server();
    private final Tally tally = new Tally();
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void whatever_happens_at_the_same_instant_one_wins_and_the_invariants_hold() throws Exception {
        int count = Integer.getInteger("imprimatur.interleavings", 25);
        long seed = Long.getLong("imprimatur.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        server.ask(Map.of("do", "open"));
        try (Connection connection = server.connect()) {
            List<Callable<Boolean>> runs = Collections.nCopies(LANES, () -> run(seed, next, count));
            for (Future<Boolean> lane : lanes.invokeAll(runs)) {
                lane.get();
            }
            assertThat(new Checker(connection).now(Scope.ALL)).isEmpty();
        } finally {
            lanes.shutdown();
            server.ask(Map.of("do", "close"));
            System.out.printf(
                    "Interleavings: %d of %d from seed %d, %d moves in %d s: %s%n",
                    begun.get(),
                    count,
                    seed,
                    tally.all(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                    tally);
        }
        assertThat(failures).isEmpty();
    }

    /** One lane: the next seed that no other has taken, until there are no more. */
    private boolean run(long seed, AtomicInteger next, int count) throws SQLException {
        try (Connection connection = server.connect()) {
            JqwikSession.run(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    if (failures.size() < MOST_FAILURES) {
                        run(new Checker(connection), seed + i);
                    }
                }
            });
            return true;
        }
    }

    private void run(Checker checker, long seed) {
        RandomGenerator<ActionChain<Contest>> chains = chains(checker, seed).generator(GENERATION_SIZE);
        Optional<String> fault = fault(chains, seed);
        if (fault.isEmpty()) {
            return;
        }
        List<String> again = IntStream.range(0, AGAIN)
                .mapToObj(i -> fault(chains, seed))
                .flatMap(Optional::stream)
                .toList();
        String told = "Seed " + seed + " (-Dimprimatur.seed=" + seed + " -Dimprimatur.interleavings=1): " + fault.get()
                + "\n  and failed " + again.size() + " of " + AGAIN + " times again: " + again;
        System.out.println(told);
        failures.add(told);
    }

    private static Optional<String> fault(RandomGenerator<ActionChain<Contest>> chains, long seed) {
        try {
            chains.next(new Random(seed))
                    .value()
                    .withInvariant("what must hold at every moment", Contest::check)
                    .run()
                    .settle();
            return Optional.empty();
        } catch (Throwable failure) {
            return Optional.of(String.valueOf(cause(failure).getMessage()));
        }
    }

    /** jqwik wraps what an invariant throws. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !String.valueOf(cause.getMessage()).contains("story:")) {
            cause = cause.getCause();
        }
        return cause;
    }

    private Arbitrary<ActionChain<Contest>> chains(Checker checker, long seed) {
        Arbitrary<Boolean> champion = Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true));
        return Combinators.combine(Arbitraries.of(Depth.class), champion)
                .flatAs((depth, withChampion) -> ActionChain.<Contest>startWith(
                                () -> new Contest(server, checker, tally, name(seed), depth, withChampion))
                        .withAction(new Together())
                        .withMaxTransformations(MOST_RACES));
    }

    /** A model of its own for each, also where a seed is tried again. */
    private String name(long seed) {
        return "race-" + seed + "-" + begun.incrementAndGet();
    }

    /** Two or three different moves, all at the same instant or each after a delay. */
    private static final class Together implements Action.Independent<Contest> {
        @Override
        public Arbitrary<Transformer<Contest>> transformer() {
            Arbitrary<Integer> delays = Arbitraries.frequencyOf(
                    Tuple.of(1, Arbitraries.just(0)),
                    Tuple.of(1, Arbitraries.integers().between(0, LONGEST_DELAY)));
            return Combinators.combine(moves(), delays)
                    .as(Turn::new)
                    .list()
                    .uniqueElements(Turn::move)
                    .ofMinSize(2)
                    .ofMaxSize(3)
                    .map(turns -> Transformer.mutate(turns.toString(), contest -> contest.race(turns)));
        }

        private static Arbitrary<Move> moves() {
            return Arbitraries.frequency(
                    Tuple.of(6, Move.APPROVE),
                    Tuple.of(4, Move.APPROVE_TOO),
                    Tuple.of(2, Move.RETURN),
                    Tuple.of(1, Move.REJECT),
                    Tuple.of(3, Move.REWORK),
                    Tuple.of(4, Move.AMEND),
                    Tuple.of(3, Move.WITHDRAW),
                    Tuple.of(8, Move.RUN_JOB),
                    Tuple.of(4, Move.RUN_JOB_TOO),
                    Tuple.of(5, Move.ROLL_BACK),
                    Tuple.of(2, Move.ROLL_BACK_TOO),
                    Tuple.of(3, Move.ROLL_BACK_RELEASE),
                    Tuple.of(2, Move.STOP),
                    Tuple.of(2, Move.LIFT),
                    Tuple.of(2, Move.SUBMIT_AGAIN),
                    Tuple.of(2, Move.SUBMIT_ANOTHER));
        }
    }
}
