package io.imprimatur.benchmarks;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.util.Statistics;

/**
 * One line of the table.
 *
 * @param name of what was measured
 * @param loop {@code closed}, {@code open}, or {@code call} where there is no server
 * @param concurrency connections, or rows that go forward at once
 * @param offered requests due in a second; null in a closed loop
 * @param perSecond requests answered in a second
 * @param p50 milliseconds that half of the answers did not exceed
 * @param p99 the same of 99 %
 * @param p999 the same of 99.9 %
 * @param serverMicros processor time of the server for each request
 * @param databaseMicros the same of its database
 * @param clientMicros the same of the load generator, which runs beside it
 * @param errors requests without a good answer
 */
record Run(
        String name,
        String loop,
        int concurrency,
        @Nullable Double offered,
        double perSecond,
        double p50,
        double p99,
        double p999,
        double serverMicros,
        double databaseMicros,
        double clientMicros,
        long errors) {

    static final String CLOSED = "closed";
    static final String OPEN = "open";
    static final String CALL = "call";

    static Run of(String name, String loop, int concurrency, @Nullable Double offered, Measured measured) {
        return new Run(
                name,
                loop,
                concurrency,
                offered,
                measured.perSecond(),
                measured.millis(50),
                measured.millis(99),
                measured.millis(99.9),
                measured.each(measured.serverMicros()),
                measured.each(measured.databaseMicros()),
                measured.each(measured.clientMicros()),
                measured.errors());
    }

    /** Calls of so many rows, one after the other on one thread that does nothing else: its time is processor time. */
    static Run of(String name, int rows, Statistics micros) {
        return new Run(
                name,
                CALL,
                rows,
                null,
                rows * 1e6 / micros.getMean(),
                micros.getPercentile(50) / 1e3,
                micros.getPercentile(99) / 1e3,
                micros.getPercentile(99.9) / 1e3,
                micros.getMean() / rows,
                0,
                0,
                0);
    }
}
