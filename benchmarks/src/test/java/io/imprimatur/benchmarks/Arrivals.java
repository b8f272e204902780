package io.imprimatur.benchmarks;

import java.util.Arrays;
import java.util.Random;

/**
 * When the requests of an open loop are due: a Poisson process, as of many clients that know nothing of each other. The
 * times are drawn beforehand, so that no answer, however late, delays the next request.
 */
final class Arrivals {

    private Arrivals() {}

    /**
     * Nanoseconds from the beginning, in ascending order.
     *
     * @param perSecond the mean rate
     * @param seconds how long
     * @param seed the same seed gives the same times
     */
    static long[] poisson(double perSecond, double seconds, long seed) {
        Random random = new Random(seed);
        long[] times = new long[(int) Math.ceil(perSecond * seconds * 1.5) + 64];
        double at = 0;
        int count = 0;
        while (count < times.length) {
            // Exponential by inversion: 1 - U is never 0.
            at += -Math.log(1 - random.nextDouble()) / perSecond;
            if (at >= seconds) {
                break;
            }
            times[count++] = (long) (at * 1e9);
        }
        return Arrays.copyOf(times, count);
    }
}
