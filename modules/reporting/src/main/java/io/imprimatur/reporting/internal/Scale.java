package io.imprimatur.reporting.internal;

/**
 * Where a figure lies in a picture.
 *
 * @param from the figure at the start
 * @param to the figure at the end, another one
 * @param start in units of the picture
 * @param end likewise; before the start for an axis that goes up
 */
record Scale(double from, double to, double start, double end) {

    /** Shares: 0 to 1. */
    static Scale ofShares(double start, double end) {
        return new Scale(0, 1, start, end);
    }

    double at(double figure) {
        return start + (figure - from) / (to - from) * (end - start);
    }
}
