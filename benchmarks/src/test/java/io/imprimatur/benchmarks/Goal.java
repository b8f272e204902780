package io.imprimatur.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the live path is to reach, and what it reached.
 *
 * @param goal in words
 * @param atLeast whether the target is the least, or else the most
 * @param measured null where a run that it needs is missing
 */
record Goal(
        String goal,
        boolean atLeast,
        double target,
        @Nullable Double measured) {

    static final String FORWARD = "forward";
    static final String CONSTANT = "constant";
    static final String GOVERNED = "governed ";
    static final String BUFFERED = "buffered";
    static final String DURABLE = "durable";

    private static final double OF_SERVER_AND_MODEL_BUFFERED = 0.90;
    private static final double OF_SERVER_AND_MODEL_DURABLE = 0.75;
    private static final double TIMES_A_PEER = 4;
    private static final double ADDED_MILLIS = 0.3;

    boolean met() {
        return measured != null && (atLeast ? measured >= target : measured <= target);
    }

    /** How far the target was missed, as a share of it; 0 where it is met or was not measured. */
    double missedBy() {
        return met() || measured == null ? 0 : Math.abs(measured - target) / target;
    }

    /** All goals, of these runs. */
    static List<Goal> of(List<Run> runs, List<String> recordings, List<String> peers) {
        Runs of = new Runs(runs);
        List<Goal> goals = new ArrayList<>();
        goals.add(new Goal(
                "governed buffered, share of 1 / (constant + forward), 32 connections",
                true,
                OF_SERVER_AND_MODEL_BUFFERED,
                of.shareOfServerAndModel(BUFFERED)));
        goals.add(new Goal(
                "governed durable, share of 1 / (constant + forward), 32 connections",
                true,
                OF_SERVER_AND_MODEL_DURABLE,
                of.shareOfServerAndModel(DURABLE)));
        goals.add(new Goal(
                "governed buffered, p50 added to constant + forward, 1 connection, ms",
                false,
                ADDED_MILLIS,
                of.addedMillis(BUFFERED)));
        for (String recording : recordings) {
            for (String peer : peers) {
                for (int connections : new int[] {8, 32}) {
                    String both = GOVERNED + recording + " / " + peer + ", " + connections + " connections";
                    goals.add(new Goal(
                            "requests a second, " + both,
                            true,
                            TIMES_A_PEER,
                            of.ratio(recording, peer, connections, Run::perSecond)));
                    goals.add(new Goal("p99, " + both, false, 1, of.ratio(recording, peer, connections, Run::p99)));
                }
            }
        }
        return goals;
    }

    /** The closed-loop runs, asked for what goals need. */
    private record Runs(List<Run> runs) {

        private Optional<Run> run(String name, int concurrency) {
            return runs.stream()
                    .filter(run -> run.name().equals(name) && run.concurrency() == concurrency)
                    .filter(run -> !run.loop().equals(Run.OPEN))
                    .findFirst();
        }

        @Nullable
        Double shareOfServerAndModel(String recording) {
            Optional<Run> governed = run(GOVERNED + recording, 32);
            Optional<Run> constant = run(CONSTANT, 32);
            Optional<Run> forward = run(FORWARD, 1);
            if (governed.isEmpty() || constant.isEmpty() || forward.isEmpty()) {
                return null;
            }
            double both = 1 / constant.get().perSecond() + 1 / forward.get().perSecond();
            return governed.get().perSecond() * both;
        }

        @Nullable
        Double addedMillis(String recording) {
            Optional<Run> governed = run(GOVERNED + recording, 1);
            Optional<Run> constant = run(CONSTANT, 1);
            Optional<Run> forward = run(FORWARD, 1);
            if (governed.isEmpty() || constant.isEmpty() || forward.isEmpty()) {
                return null;
            }
            return governed.get().p50() - constant.get().p50() - forward.get().p50();
        }

        @Nullable
        Double ratio(String recording, String peer, int concurrency, Function<Run, Double> figure) {
            Optional<Double> other = run(peer, concurrency).map(figure);
            return run(GOVERNED + recording, concurrency)
                    .map(figure)
                    .flatMap(own -> other.map(theirs -> own / theirs))
                    .orElse(null);
        }
    }
}
