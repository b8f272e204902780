package io.imprimatur.inference.internal;

import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.LoadReport.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/** Rounds of load: in each, the candidate has a slice of time and the champion has one, who is first by turns. */
public final class LoadRounds {

    private static final int FEWEST = 4;
    private static final double SECOND = 1e9;
    private static final double MICRO = 1e3;

    private final ExecutorService clients;
    private final int clientCount;
    private final Duration slice;

    /** Asks a version. */
    @FunctionalInterface
    public interface Asked {
        /**
         * @param turn counts up, so that one request follows the other
         * @throws InferenceFailed when it cannot answer
         */
        void ask(int turn);
    }

    /** What one slice saw: the latencies in nanoseconds, ascending. */
    private record Slice(long[] nanos, long failures, long tookNanos) {

        double median() {
            return quantile(nanos, 0.5);
        }

        double perSecond() {
            return nanos.length * SECOND / tookNanos;
        }
    }

    public LoadRounds(ExecutorService clients, int clientCount, Duration slice) {
        this.clients = clients;
        this.clientCount = clientCount;
        this.slice = slice;
    }

    /** Runs for about that long, the warm-up included. */
    public LoadReport run(Asked candidate, @Nullable Asked champion, Duration budget) throws InterruptedException {
        int sides = champion == null ? 1 : 2;
        long planned = Math.max(FEWEST, budget.toNanos() / (slice.toNanos() * sides));
        long end = System.nanoTime() + 2 * budget.toNanos();
        List<Slice> own = new ArrayList<>();
        List<Slice> other = new ArrayList<>();
        for (long round = 0; round < planned && (round < 2 || System.nanoTime() < end); round++) {
            boolean championFirst = round % 2 == 1;
            if (champion != null && championFirst) {
                other.add(slice(champion));
            }
            own.add(slice(candidate));
            if (champion != null && !championFirst) {
                other.add(slice(champion));
            }
        }
        List<Slice> counted = own.subList(1, own.size());
        List<Slice> beside = champion == null ? List.of() : other.subList(1, other.size());
        return new LoadReport(
                counted.size(),
                side(counted),
                champion == null ? null : side(beside),
                ratio(counted, beside, (a, b) -> a.median() / b.median()),
                ratio(counted, beside, (a, b) -> a.perSecond() / b.perSecond()));
    }

    private Slice slice(Asked asked) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + slice.toNanos();
        List<Callable<Slice>> work = new ArrayList<>();
        for (int client = 0; client < clientCount; client++) {
            int first = client;
            work.add(() -> client(asked, first, end));
        }
        List<long[]> nanos = new ArrayList<>();
        long failures = 0;
        for (Future<Slice> done : clients.invokeAll(work)) {
            try {
                Slice part = done.get();
                nanos.add(part.nanos());
                failures += part.failures();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A client of the load test failed", e);
            }
        }
        long[] all = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Slice(all, failures, System.nanoTime() - start);
    }

    private Slice client(Asked asked, int first, long end) {
        List<Long> nanos = new ArrayList<>();
        long failures = 0;
        for (int at = first; System.nanoTime() < end; at += clientCount) {
            long start = System.nanoTime();
            try {
                asked.ask(at);
                nanos.add(System.nanoTime() - start);
            } catch (InferenceFailed e) {
                failures++;
            }
        }
        return new Slice(nanos.stream().mapToLong(Long::longValue).toArray(), failures, 0);
    }

    private static Side side(List<Slice> slices) {
        long[] all = slices.stream()
                .flatMapToLong(slice -> Arrays.stream(slice.nanos()))
                .sorted()
                .toArray();
        long failures = slices.stream().mapToLong(Slice::failures).sum();
        double seconds = slices.stream().mapToLong(Slice::tookNanos).sum() / SECOND;
        return new Side(
                all.length, failures, quantile(all, 0.5) / MICRO, quantile(all, 0.95) / MICRO, all.length / seconds);
    }

    private static @Nullable Double ratio(List<Slice> own, List<Slice> other, ToDoubleBiFunction<Slice, Slice> of) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(own.size(), other.size()); round++) {
            if (own.get(round).nanos().length > 0 && other.get(round).nanos().length > 0) {
                ratios.add(of.applyAsDouble(own.get(round), other.get(round)));
            }
        }
        OptionalDouble median = ratios.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .skip(ratios.size() / 2)
                .findFirst();
        return median.isPresent() ? median.getAsDouble() : null;
    }

    /** The value that this share lies below or at; 0 of nothing. */
    private static double quantile(long[] ascending, double share) {
        return ascending.length == 0 ? 0 : ascending[(int) Math.min(ascending.length - 1, share * ascending.length)];
    }
}
