package io.imprimatur.evaluation.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Version;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a version compares with the one that it was made from, on the same rows: a smaller or faster one should be the
 * same in what it says.
 *
 * @param agreement the share of rows that both call alike
 * @param meanDifference of their probabilities
 * @param largestDifference likewise
 * @param sizeRatio the version's bytes by its parent's
 * @param latencyRatio the median time of its answers by its parent's, under the same load; null when not measured
 */
public record Kinship(
        double agreement,
        double meanDifference,
        double largestDifference,
        double sizeRatio,
        @Nullable Double latencyRatio) {

    /** The metric that both reports have then; a version agrees with itself. */
    public static final String AGREEMENT = "agreement";

    private static final double CALLED = 0.5;

    /** A version with what it answered. */
    public record Member(Version version, List<Float> probabilities) {
        public Member {
            probabilities = List.copyOf(probabilities);
        }
    }

    public static Kinship of(Member child, Member parent, @Nullable Double latencyRatio) {
        int rows = child.probabilities().size();
        double[] differences = IntStream.range(0, rows)
                .mapToDouble(row -> Math.abs((double) child.probabilities().get(row)
                        - parent.probabilities().get(row)))
                .toArray();
        double alike = IntStream.range(0, rows)
                .filter(row -> child.probabilities().get(row) >= CALLED
                        == parent.probabilities().get(row) >= CALLED)
                .count();
        return new Kinship(
                alike / rows,
                IntStream.range(0, rows)
                        .mapToDouble(row -> differences[row])
                        .average()
                        .orElse(0),
                IntStream.range(0, rows)
                        .mapToDouble(row -> differences[row])
                        .max()
                        .orElse(0),
                (double) child.version().size() / parent.version().size(),
                latencyRatio);
    }

    public ObjectNode document() {
        ObjectNode document = CanonicalJson.object()
                .put(AGREEMENT, Report.rounded(agreement))
                .put("meanDifference", Report.rounded(meanDifference))
                .put("largestDifference", Report.rounded(largestDifference))
                .put("sizeRatio", Report.rounded(sizeRatio));
        return latencyRatio == null ? document : document.put("latencyRatio", Report.rounded(latencyRatio));
    }
}
