package io.imprimatur.evaluation;

import io.imprimatur.kernel.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what a version is judged.
 *
 * @param dataSet the table
 * @param label its column with the truth
 * @param positive the label whose probability is scored
 * @param bounds on the version's own metrics
 * @param againstChampion bounds on the difference to the champion
 * @param againstParent bounds on the difference to the version that it was made from
 * @param slices groups of people whose metrics are shown apart
 */
public record EvaluationCriteria(
        Digest dataSet,
        String label,
        String positive,
        List<Bound> bounds,
        List<Margin> againstChampion,
        List<Margin> againstParent,
        List<Slice> slices) {

    /** A bound on a metric; either side may be open. */
    public record Bound(
            String metric,
            @Nullable Double atLeast,
            @Nullable Double atMost) {}

    /** By how much a metric may be worse than that of another version. */
    public record Margin(String metric, double worseByAtMost) {}

    /**
     * How a column divides people into groups.
     *
     * @param groups the values of each group, for a category
     * @param bands the borders between groups, ascending, for a number: below the first, from it to the second, …
     */
    public record Slice(String name, String column, Map<String, List<String>> groups, List<Double> bands) {}

    public EvaluationCriteria {
        bounds = List.copyOf(bounds);
        againstChampion = List.copyOf(againstChampion);
        againstParent = List.copyOf(againstParent);
        slices = List.copyOf(slices);
    }
}
