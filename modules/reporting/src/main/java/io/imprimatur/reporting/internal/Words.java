package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures and names as a reviewer reads them. */
final class Words {

    private static final Map<String, String> METRICS = Map.of(
            "accuracy", "accuracy",
            "precision", "precision",
            "recall", "recall",
            "f1", "F1 score",
            "rocAuc", "ROC AUC",
            "logLoss", "log loss",
            "brier", "Brier score",
            "selected", "share selected");

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    /** By slice, then bands from the lowest on: {@code below 25}, {@code 25 to below 35}, {@code from 50}. */
    static final Comparator<String> GROUPS = Comparator.<String, String>comparing(
                    name -> name.substring(0, name.indexOf('.') + 1))
            .thenComparingDouble(Words::band)
            .thenComparing(Comparator.naturalOrder());

    private Words() {}

    private static double band(String name) {
        String group = name.substring(name.indexOf('.') + 1);
        Matcher number = NUMBER.matcher(group);
        double first = number.find() ? Double.parseDouble(number.group()) : 0;
        return group.startsWith("below ") ? first - 0.5 : first;
    }

    static String metric(String name) {
        if (name.startsWith("selectionRatio.")) {
            return "selection ratio: " + name.substring("selectionRatio.".length());
        }
        return METRICS.getOrDefault(name, name);
    }

    /** {@code sex.female} as {@code sex: female}. */
    static String group(String name) {
        int point = name.indexOf('.');
        return point < 0 ? name : name.substring(0, point) + ": " + name.substring(point + 1);
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static String figure(JsonNode value) {
        return value.isNumber() ? figure(value.asDouble()) : "not defined";
    }

    /** {@code 0.731 (0.640 to 0.806)}, or without what is not known. */
    static String withInterval(JsonNode value, JsonNode interval) {
        return interval.path("lower").isNumber()
                ? figure(value) + " (" + figure(interval.path("lower")) + " to " + figure(interval.path("upper")) + ")"
                : figure(value);
    }

    /** A share in units of 0.01 % as per cent. */
    static String share(int units) {
        return units % 100 == 0 ? units / 100 + " %" : String.format(Locale.ROOT, "%.2f %%", units / 100.0);
    }

    /** Not longer than fits. */
    static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
