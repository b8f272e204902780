package io.imprimatur.incontainer.interleavings;

import io.imprimatur.checker.Checker;
import io.imprimatur.checker.Scope;
import io.imprimatur.checker.Violation;
import io.imprimatur.incontainer.races.Depth;
import io.imprimatur.incontainer.races.Move;
import io.imprimatur.incontainer.races.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One model in the server, what was tried on it so far, and what must hold of it now. */
final class Contest {

    /** A refusal that tells who was first, beside a conflict and moved evidence: what a person may not do anyway. */
    private static final Set<String> FORBIDDEN = Set.of("FORBIDDEN SEPARATION_OF_DUTIES", "FORBIDDEN TASK_GONE");

    /** All that somebody who takes traffic away is ever told: never to come again. */
    private static final Set<String> NOTHING_TO_TAKE = Set.of("CONFLICT ROLLBACK_IMPOSSIBLE", "UNKNOWN SPLIT_UNKNOWN");

    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    private final Server server;
    private final Checker checker;
    private final Tally tally;
    private final String model;
    private final Scope scope;
    private final List<String> story = new ArrayList<>();

    Contest(Server server, Checker checker, Tally tally, String model, Depth depth, boolean champion) {
        this.server = server;
        this.checker = checker;
        this.tally = tally;
        this.model = model;
        this.scope = new Scope(model, Instant.now().minus(CLOCKS_APART));
        story.add(depth + (champion ? " on top of a champion" : ""));
        server.ask(Map.of("do", "begin", "model", model, "depth", depth.name(), "champion", "" + champion));
    }

    /** All of them at once, each a little after the start. */
    void race(List<Turn> turns) {
        String names = turns.stream().map(Turn::toString).collect(Collectors.joining(","));
        List<String> outcomes = server.ask(Map.of("do", "race", "model", model, "turns", names));
        List<String> told = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            told.add(turns.get(i) + " " + outcomes.get(i));
            tally.count(outcomes.get(i));
        }
        story.add(told.toString());
        Set<Move> deciders = EnumSet.noneOf(Move.class);
        for (int i = 0; i < turns.size(); i++) {
            Move move = turns.get(i).move();
            require(isClear(move, outcomes.get(i)), "is no clear answer: " + told.get(i));
            if (move.decides() && outcomes.get(i).equals("DONE")) {
                deciders.add(move);
            }
        }
        require(deciders.size() <= 1, "several took the same task's decision: " + deciders);
    }

    private static boolean isClear(Move move, String outcome) {
        if (outcome.equals("DONE") || outcome.equals("IMPOSSIBLE")) {
            return true;
        }
        if (move == Move.LIFT && NOTHING_TO_TAKE.contains(outcome)) {
            return true;
        }
        if (move.alwaysWins()) {
            return NOTHING_TO_TAKE.contains(outcome);
        }
        return outcome.startsWith("CONFLICT ") || outcome.startsWith("STALE ") || FORBIDDEN.contains(outcome);
    }

    /** What must hold at every moment. */
    void check() {
        require(violations(false));
    }

    /** Lets the engine do what is due, and looks once more. */
    void settle() {
        server.ask(Map.of("do", "settle", "model", model));
        require(violations(true));
    }

    private List<Violation> violations(boolean settled) {
        try {
            return settled ? checker.settled(scope) : checker.now(scope);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void require(List<Violation> violations) {
        require(violations.isEmpty(), violations.toString());
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new AssertionError(model + ": " + sentence + "\n  story: " + String.join("\n         ", story));
        }
    }
}
