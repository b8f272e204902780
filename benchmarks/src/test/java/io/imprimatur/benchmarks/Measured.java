package io.imprimatur.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What was measured over a time.
 *
 * @param latencies of the answered requests, in nanoseconds
 * @param errors requests without a good answer
 * @param nanos how long it was measured
 * @param serverMicros processor time of the server
 * @param databaseMicros processor time of its database
 * @param clientMicros processor time of the load generator
 * @param machineMicros processor time of everything on this machine
 */
record Measured(
        Histogram latencies,
        long errors,
        long nanos,
        long serverMicros,
        long databaseMicros,
        long clientMicros,
        long machineMicros) {

    /** Both together, as if measured at one go. */
    Measured and(Measured other) {
        Histogram all = latencies.copy();
        all.add(other.latencies);
        return new Measured(
                all,
                errors + other.errors,
                nanos + other.nanos,
                serverMicros + other.serverMicros,
                databaseMicros + other.databaseMicros,
                clientMicros + other.clientMicros,
                machineMicros + other.machineMicros);
    }

    /** Processor time of programs that have nothing to do with the benchmark. */
    long othersMicros() {
        return Math.max(0, machineMicros - serverMicros - databaseMicros - clientMicros);
    }

    long answered() {
        return latencies.getTotalCount();
    }

    double perSecond() {
        return answered() * 1e9 / nanos;
    }

    /** The latency that this many of a hundred do not exceed, in milliseconds. */
    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    double each(long micros) {
        return answered() == 0 ? 0 : (double) micros / answered();
    }
}
