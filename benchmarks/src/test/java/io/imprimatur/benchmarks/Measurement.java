package io.imprimatur.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Measures all servers in turn, round by round, so that what else the machine does meets all of them alike; what was
 * measured in several rounds is taken together.
 */
final class Measurement {

    static final int[] CONCURRENCY = {1, 8, 32};

    /** An open loop is offered this share of what the closed loop has reached. */
    private static final double OFFERED = 0.7;

    private static final int WARM_CONNECTIONS = 8;

    private final List<Target> targets;
    private final Workload workload;
    private final Supplier<String> token;
    private final Duration length;
    private final Map<String, Measured> closed = new HashMap<>();
    private final Map<String, Measured> open = new HashMap<>();
    private final Map<String, Double> offered = new HashMap<>();

    /**
     * @param token asked for anew before each run, since it expires
     * @param length of one run
     */
    Measurement(List<Target> targets, Workload workload, Supplier<String> token, Duration length) {
        this.targets = targets;
        this.workload = workload;
        this.token = token;
        this.length = length;
    }

    /** Compilers and pools have settled when it is measured. */
    void warmUp(Duration each) throws IOException {
        for (Target target : targets) {
            try (Load load = load(target, WARM_CONNECTIONS)) {
                load.closed(each);
            }
        }
    }

    Duration roundLength() {
        return length.multipliedBy(2L * targets.size() * CONCURRENCY.length);
    }

    void round(int number) throws IOException {
        for (int concurrency : CONCURRENCY) {
            for (Target target : targets) {
                String run = name(target, concurrency);
                try (Load load = load(target, concurrency)) {
                    Measured now = closed.merge(run, load.closed(length), Measured::and);
                    double rate = offered.computeIfAbsent(run, first -> OFFERED * now.perSecond());
                    long[] due = Arrivals.poisson(rate, length.toMillis() / 1e3, 31L * number + concurrency);
                    open.merge(run, load.open(due), Measured::and);
                }
            }
        }
    }

    /** Load for a while, for a profile. */
    void press(Target target, int concurrency, Duration time) throws IOException {
        try (Load load = load(target, concurrency)) {
            load.closed(time);
        }
    }

    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (Target target : targets) {
            for (int concurrency : CONCURRENCY) {
                String run = name(target, concurrency);
                runs.add(Run.of(target.name(), Run.CLOSED, concurrency, null, closed.get(run)));
                runs.add(Run.of(target.name(), Run.OPEN, concurrency, offered.get(run), open.get(run)));
            }
        }
        return runs;
    }

    /** The share of all cores that other programs took while it was measured: how much the figures are worth. */
    double othersShare() {
        List<Measured> all =
                Stream.concat(closed.values().stream(), open.values().stream()).toList();
        double capacity = all.stream().mapToLong(Measured::nanos).sum()
                / 1e3
                * Runtime.getRuntime().availableProcessors();
        return all.stream().mapToLong(Measured::othersMicros).sum() / capacity;
    }

    private static String name(Target target, int concurrency) {
        return target.name() + " " + concurrency;
    }

    private Load load(Target target, int concurrency) {
        return new Load(target, workload.requests(target.path(), token.get()), concurrency);
    }
}
