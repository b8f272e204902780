package io.imprimatur.privacy.internal;

import java.util.Arrays;

/**
 * How far the sensitive values of one group are from those of the whole table: the earth mover's distance of Li, Li
 * and Venkatasubramanian, <i>t-Closeness: Privacy Beyond k-Anonymity and l-Diversity</i>, ICDE 2007, section 4.1, with
 * the ordered distance for numbers and the equal distance for categories. From 0 (alike) to 1.
 *
 * <p>Values are given by their rank, from 0. A group costs the logarithm of the number of ranks for each of its own
 * values, so that a table of many small groups can be measured.
 */
final class Closeness {

    private final double[] shares;
    private final double[] cumulated;
    /** The sum of the cumulated shares before each rank. */
    private final double[] summed;

    /** @param counts how often each rank is in the whole table */
    Closeness(int[] counts) {
        double all = Arrays.stream(counts).asLongStream().sum();
        shares = new double[counts.length];
        cumulated = new double[counts.length];
        summed = new double[counts.length + 1];
        long before = 0;
        for (int rank = 0; rank < counts.length; rank++) {
            before += counts[rank];
            shares[rank] = counts[rank] / all;
            cumulated[rank] = before / all;
            summed[rank + 1] = summed[rank] + cumulated[rank];
        }
    }

    /** Categories: every value is as far from every other, so half the sum of differences. */
    double equal(int[] sortedRanks) {
        double moved = 0;
        for (int from = 0; from < sortedRanks.length; ) {
            int to = end(sortedRanks, from);
            moved += Math.max(0, (to - from) / (double) sortedRanks.length - shares[sortedRanks[from]]);
            from = to;
        }
        return moved;
    }

    /** Numbers: values are as far apart as their ranks, so the sum of what must cross each step between two ranks. */
    double ordered(int[] sortedRanks) {
        if (shares.length < 2) {
            return 0;
        }
        double moved = summed[sortedRanks[0]];
        for (int from = 0; from < sortedRanks.length; ) {
            int to = end(sortedRanks, from);
            int next = to < sortedRanks.length ? sortedRanks[to] : shares.length;
            moved += crossing(to / (double) sortedRanks.length, sortedRanks[from], next);
            from = to;
        }
        return moved / (shares.length - 1);
    }

    /** The sum of |level - cumulated| over the ranks from (inclusive) to (exclusive). */
    private double crossing(double level, int from, int to) {
        int at = Arrays.binarySearch(cumulated, from, to, level);
        int higher = at < 0 ? -at - 1 : at;
        double below = level * (higher - from) - (summed[higher] - summed[from]);
        double above = summed[to] - summed[higher] - level * (to - higher);
        return below + above;
    }

    private static int end(int[] sortedRanks, int from) {
        int to = from + 1;
        while (to < sortedRanks.length && sortedRanks[to] == sortedRanks[from]) {
            to++;
        }
        return to;
    }
}
