package io.imprimatur.benchmarks;

import java.util.List;

/**
 * A server to be measured.
 *
 * @param name of its runs
 * @param port on the loopback address
 * @param path that takes the requests
 * @param processes whose processor time, with their descendants', is the server's
 * @param database whose processor time is told beside it; empty where there is no database
 */
record Target(String name, int port, String path, List<Long> processes, List<Long> database) {

    long serverMicros() {
        return micros(processes);
    }

    long databaseMicros() {
        return micros(database);
    }

    private static long micros(List<Long> pids) {
        return Processors.micros(pids.stream().mapToLong(Long::longValue).toArray());
    }
}
