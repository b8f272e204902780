package io.imprimatur.risk.internal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** From a figure to a likelihood, and to words. */
final class Bands {

    private Bands() {}

    /** 1 up to the first border, 2 up to the second …, 5 beyond the fourth. */
    static int rising(double figure, double... borders) {
        int likelihood = 1;
        for (double border : borders) {
            likelihood += figure > border ? 1 : 0;
        }
        return Double.isNaN(figure) ? borders.length + 1 : likelihood;
    }

    /** 1 from the first border on, 2 from the second …, 5 below the fourth. */
    static int falling(double figure, double... borders) {
        int likelihood = 1;
        for (double border : borders) {
            likelihood += figure < border ? 1 : 0;
        }
        return Double.isNaN(figure) ? borders.length + 1 : likelihood;
    }

    static String shown(double figure, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", figure);
    }

    /** {@code Age 3, Purpose 1}. */
    static String shown(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
