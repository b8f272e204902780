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
 * @param slices groups of rows to measure apart
 */
public record EvaluationPlan(
        Digest dataset,
        String label,
        String positive,
        List<Threshold> thresholds,
        List<ChampionBound> againstChampion,
        List<Slice> slices) {

    public EvaluationPlan {
        thresholds = List.copyOf(thresholds);
        againstChampion = List.copyOf(againstChampion);
        slices = List.copyOf(slices);
    }
}
