package io.imprimatur.incontainer.races;

import io.imprimatur.identity.Role;
import io.imprimatur.registry.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/** Several moves at once: each is prepared on what is there before, and all are let go together. */
final class Race {

    private static final String JOB_GONE = "CONFLICT JOB_GONE";
    private static final String REASON = "Seen at the same moment.";

    private final World world;

    Race(World world) {
        this.world = world;
    }

    /** How each of the moves ended, in their order. */
    List<String> run(List<Turn> turns, ExecutorService threads) throws Exception {
        List<Callable<String>> prepared = new ArrayList<>();
        for (Turn turn : turns) {
            prepared.add(prepare(turn.move()));
        }
        CyclicBarrier start = new CyclicBarrier(turns.size());
        List<Future<String>> running = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Callable<String> move = prepared.get(i);
            int millis = turns.get(i).millis();
            running.add(threads.submit(() -> {
                start.await();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                return outcome(move);
            }));
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> one : running) {
            try {
                outcomes.add(one.get());
            } catch (ExecutionException e) {
                outcomes.add(Outcome.of(e.getCause()));
            }
        }
        return outcomes;
    }

    private static String outcome(@Nullable Callable<String> move) {
        if (move == null) {
            return Outcome.IMPOSSIBLE;
        }
        try {
            return move.call();
        } catch (Exception e) {
            return Outcome.of(e);
        }
    }

    private @Nullable Callable<String> prepare(Move move) {
        return switch (move) {
            case APPROVE -> decision("approve", "");
            case APPROVE_TOO -> decision("approve", "-too");
            case RETURN -> decision("return", "");
            case REJECT -> decision("reject", "-too");
            case REWORK -> rework();
            case AMEND -> amendment();
            case RUN_JOB -> job(0);
            case RUN_JOB_TOO -> job(1);
            case WITHDRAW -> byEngineer(() -> world.house.releases.withdraw(world.release));
            case ROLL_BACK -> byOperator("operator", () -> world.house.rollouts.rollBack(world.model, REASON));
            case ROLL_BACK_TOO -> byOperator("manager", () -> world.house.rollouts.rollBack(world.model, REASON));
            case ROLL_BACK_RELEASE ->
                byOperator("operator", () -> world.house.rollouts.rollBack(world.release, REASON));
            case STOP -> byOperator("operator", () -> world.house.stops.stop(world.model, REASON));
            case LIFT -> byOperator("operator-too", () -> world.house.stops.lift(world.model, REASON));
            case SUBMIT_AGAIN -> again();
            case SUBMIT_ANOTHER -> another();
        };
    }

    private @Nullable Callable<String> decision(String decision, String suffix) {
        Task review = world.review();
        return review == null ? null : done(world.decide(review, decision, suffix));
    }

    private @Nullable Callable<String> rework() {
        return world.engine()
                .task()
                .filter(task -> task.getTaskDefinitionKey().equals("Task_Rework"))
                .map(task -> done(world.decide(task, "", "")))
                .orElse(null);
    }

    private Callable<String> amendment() {
        Version version = world.house.versions.get(world.version);
        var card = world.house.amendedCard(++world.amendments);
        return byEngineer(() ->
                world.house.versions.reviseCard(version.id(), version.card().revision(), card));
    }

    /** The first job, or the second one; the same one when there is but one. */
    private @Nullable Callable<String> job(int index) {
        List<Job> jobs = world.engine().jobs();
        if (jobs.isEmpty()) {
            return null;
        }
        Job job = jobs.get(Math.min(index, jobs.size() - 1));
        return () -> {
            try {
                world.engine().run(job);
                return Outcome.DONE;
            } catch (RuntimeException e) {
                if (world.engine().has(job)) {
                    throw e;
                }
                // It was run, or its case went another way; the engine itself would not try again either.
                return JOB_GONE;
            }
        };
    }

    private Callable<String> again() {
        return () -> {
            var same = world.house.submit(world.version, world.person("engineer"), world.key);
            return same.equals(world.release) ? Outcome.DONE : Outcome.UNFORESEEN + " a second release, " + same;
        };
    }

    private Callable<String> another() {
        var version = world.house.version(world.model, world.person("engineer"), false);
        return done(() -> world.house.submit(
                version, world.person("engineer"), UUID.randomUUID().toString()));
    }

    private Callable<String> byEngineer(Runnable act) {
        return done(() -> world.house.as(world.person("engineer"), Role.ML_ENGINEER, () -> {
            act.run();
            return true;
        }));
    }

    private Callable<String> byOperator(String who, Runnable act) {
        return done(() -> world.house.as(world.person(who), Role.OPERATOR, () -> {
            act.run();
            return true;
        }));
    }

    private static Callable<String> done(Runnable act) {
        return () -> {
            act.run();
            return Outcome.DONE;
        };
    }
}
