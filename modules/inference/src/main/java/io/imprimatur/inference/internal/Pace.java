package io.imprimatur.inference.internal;

import java.util.concurrent.TimeUnit;

/**
 * How fast a version works off what waits for it. Under overload a request that would not get its turn in time is
 * better refused at once than computed for nobody.
 */
final class Pace {

    /** A new figure counts for one part in so many. */
    private static final int SMOOTHING = 8;

    private volatile long nanosEach;

    /** Only the dispatcher tells what it took. */
    void took(long nanos, int requests) {
        long before = nanosEach;
        nanosEach = before + (nanos / requests - before) / SMOOTHING;
    }

    /** Whether whoever comes behind so many would have to wait for more than half of this: a pace is not a promise. */
    boolean isBehind(int before, long millis) {
        return 2 * before * nanosEach > TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
