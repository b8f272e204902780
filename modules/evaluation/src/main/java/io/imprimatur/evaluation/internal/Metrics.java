package io.imprimatur.evaluation.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The metrics of a binary classifier that gives probabilities. A library of them takes predictions in its own types and
 * brings a model framework along; these are a page of arithmetic.
 */
public final class Metrics {

    private static final double CALLED = 0.5;
    /** Log loss of a certain error would be infinite; scikit-learn clips at the precision of the type, as done here. */
    private static final double CLIP = 1e-7;

    private Metrics() {}

    /**
     * Computes every metric; one that is not defined (no positives, nobody called) is NaN.
     *
     * @param probabilities of the positive label
     * @param truth whether each came true
     */
    public static Map<String, Double> of(List<Float> probabilities, List<Boolean> truth) {
        int n = truth.size();
        double truePositive = 0;
        double called = 0;
        double positive = 0;
        double right = 0;
        double brier = 0;
        double logLoss = 0;
        for (int i = 0; i < n; i++) {
            double p = probabilities.get(i);
            double y = truth.get(i) ? 1 : 0;
            boolean calledPositive = p >= CALLED;
            called += calledPositive ? 1 : 0;
            positive += y;
            truePositive += calledPositive ? y : 0;
            right += calledPositive == truth.get(i) ? 1 : 0;
            brier += (p - y) * (p - y);
            double clipped = Math.min(1 - CLIP, Math.max(CLIP, p));
            logLoss -= y * Math.log(clipped) + (1 - y) * Math.log(1 - clipped);
        }
        double precision = truePositive / called;
        double recall = truePositive / positive;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rows", (double) n);
        metrics.put("accuracy", right / n);
        metrics.put("precision", precision);
        metrics.put("recall", recall);
        metrics.put("f1", 2 * precision * recall / (precision + recall));
        metrics.put("rocAuc", rocAuc(probabilities, truth));
        metrics.put("logLoss", logLoss / n);
        metrics.put("brier", brier / n);
        // The favourable outcome is not to be called positive: to be called good.
        metrics.put("selected", 1 - called / n);
        return metrics;
    }

    /**
     * The area under the ROC curve as the probability that a positive is ranked above a negative, ties counting half:
     * J. A. Hanley and B. J. McNeil, Radiology 143 (1982), 29-36; computed from mid-ranks (Mann and Whitney, 1947).
     */
    static double rocAuc(List<Float> probabilities, List<Boolean> truth) {
        int n = truth.size();
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing(probabilities::get));
        double rankSum = 0;
        long positives = truth.stream().filter(Boolean::booleanValue).count();
        int start = 0;
        while (start < n) {
            int end = start;
            while (end < n && probabilities.get(order[end]).equals(probabilities.get(order[start]))) {
                end++;
            }
            double midRank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++) {
                rankSum += truth.get(order[i]) ? midRank : 0;
            }
            start = end;
        }
        double negatives = n - positives;
        return (rankSum - positives * (positives + 1) / 2.0) / (positives * negatives);
    }
}
