package io.imprimatur.release;

import io.imprimatur.kernel.Digest;
import java.util.List;

/**
 * What the challenger must show before it meets traffic.
 *
 * @param dataset the evaluation rows, by digest
 * @param label the column that holds the truth
 * @param positive the label counted as positive
 * @param thresholds absolute demands
 * @param againstChampion demands relative to the champion; passed over while there is none
 * @param againstParent demands relative to the version that this one was made from; one that has a parent needs some
 * @param slices groups of rows to measure apart
 */
public record EvaluationPlan(
        Digest dataset,
        String label,
        String positive,
        List<Threshold> thresholds,
        List<Margin> againstChampion,
        List<Margin> againstParent,
        List<Slice> slices) {

    public EvaluationPlan {
        thresholds = List.copyOf(thresholds);
        againstChampion = List.copyOf(againstChampion);
        againstParent = List.copyOf(againstParent);
        slices = List.copyOf(slices);
    }
}
