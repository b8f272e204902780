package io.imprimatur.risk;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the other gates and the house itself found, as plain values. What nobody measured is null, and counts as a risk.
 *
 * @param quality from the evaluation
 * @param load from the load test
 * @param data of the evaluation's data set
 * @param archive from intake
 * @param platform from intake, and of this node
 * @param plan what the release's plan does about risks
 */
public record RiskFacts(
        @Nullable Quality quality,
        @Nullable Load load,
        @Nullable Data data,
        @Nullable Archive archive,
        @Nullable Platform platform,
        Safeguards plan) {

    /**
     * How well the version does, for all and for each group of people.
     *
     * @param brier the mean squared error of its probabilities on all rows (Brier, 1950)
     * @param slices by name, {@code sex.female}
     * @param selectionRatios by the name of the division, {@code sex}: the smallest share that is selected by the largest
     */
    public record Quality(double brier, Map<String, Slice> slices, Map<String, Double> selectionRatios) {
        public Quality {
            slices = Collections.unmodifiableMap(new TreeMap<>(slices));
            selectionRatios = Collections.unmodifiableMap(new TreeMap<>(selectionRatios));
        }
    }

    /** One group of rows. */
    public record Slice(int rows, double brier) {}

    /**
     * How the version stood up to load, beside the champion in the same run.
     *
     * @param latencyRatio its median latency by the champion's; null without a champion to compare with
     * @param throughputRatio its answers a second by the champion's; null likewise
     */
    public record Load(
            @Nullable Double latencyRatio, @Nullable Double throughputRatio, long answers, long failures) {}

    /**
     * How whole the data set is; counts by column.
     *
     * @param missing empty cells
     * @param unknown cells that hold what the model card does not know
     * @param untried codes that the card lists and no row has
     */
    public record Data(
            int rows, Map<String, Integer> missing, Map<String, Integer> unknown, Map<String, Integer> untried) {
        public Data {
            missing = Collections.unmodifiableMap(new TreeMap<>(missing));
            unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
            untried = Collections.unmodifiableMap(new TreeMap<>(untried));
        }
    }

    /**
     * What the scan of the archive found.
     *
     * @param bytes unpacked
     * @param imports what its pickles import
     * @param format the version of the archive's own format; null when it says none
     */
    public record Archive(
            boolean accepted,
            int entries,
            long bytes,
            List<String> imports,
            @Nullable Integer format) {
        public Archive {
            imports = List.copyOf(imports);
        }
    }

    /**
     * Where the version was loaded first, and where it will serve.
     *
     * @param loadedOn a device, {@code cpu}
     * @param loadedBy an engine with its version, {@code PyTorch 2.7.1}
     * @param loadMillis how long the first load took
     */
    public record Platform(String loadedOn, String loadedBy, long loadMillis, String servesOn, String servesBy) {}

    /**
     * What the plan does about risks by itself.
     *
     * @param thresholds the metrics that the evaluation must reach
     * @param guardrails the metrics of live traffic whose breach rolls back
     * @param testSample outcomes of each arm of the A/B test; 0 without one
     */
    public record Safeguards(Set<String> thresholds, Set<String> guardrails, int testSample) {
        public Safeguards {
            thresholds = Set.copyOf(thresholds);
            guardrails = Set.copyOf(guardrails);
        }
    }
}
