package io.imprimatur.kernel;

import java.util.List;
import java.util.Map;

/**
 * What a gate says of a release: a value that workflows carry from one context to the next.
 *
 * @param outcome pass, fail, or not decided
 * @param reasons in a reviewer's words, one sentence each; never empty for a failure
 * @param figures the measured values the outcome rests on, by name
 */
public record Verdict(Outcome outcome, List<String> reasons, Map<String, Double> figures) {

    /** What a gate can say. */
    public enum Outcome {
        PASS,
        FAIL,
        UNDECIDED
    }

    public Verdict {
        reasons = List.copyOf(reasons);
        figures = Map.copyOf(figures);
        if (outcome == Outcome.FAIL && reasons.isEmpty()) {
            throw new IllegalArgumentException("a failed verdict names its reasons");
        }
    }

    public static Verdict pass(Map<String, Double> figures) {
        return new Verdict(Outcome.PASS, List.of(), figures);
    }

    public static Verdict fail(List<String> reasons, Map<String, Double> figures) {
        return new Verdict(Outcome.FAIL, reasons, figures);
    }

    public static Verdict undecided(List<String> reasons, Map<String, Double> figures) {
        return new Verdict(Outcome.UNDECIDED, reasons, figures);
    }

    public boolean passed() {
        return outcome == Outcome.PASS;
    }
}
