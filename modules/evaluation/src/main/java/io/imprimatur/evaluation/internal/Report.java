package io.imprimatur.evaluation.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one version showed on a table.
 *
 * @param metrics by name, with {@code selectionRatio.SLICE} and {@code METRIC.SLICE.GROUP}
 */
public record Report(Map<String, Double> metrics, ObjectNode document) {

    private static final int BINS = 10;
    private static final int DECIMALS = 1_000_000;

    public static Report of(
            Version version, List<Float> probabilities, List<Boolean> truth, Map<String, List<Integer>> slices) {
        Map<String, Double> metrics = new LinkedHashMap<>(Metrics.of(probabilities, truth));
        ObjectNode document = CanonicalJson.object();
        document.put("version", version.number());
        document.put("artifact", version.artifact().hex());
        document.set("metrics", node(metrics));
        ObjectNode bySlice = document.putObject("slices");
        Map<String, List<Double>> selected = new LinkedHashMap<>();
        slices.forEach((name, rows) -> {
            Map<String, Double> own = Metrics.of(
                    rows.stream().map(probabilities::get).toList(),
                    rows.stream().map(truth::get).toList());
            ObjectNode counts = confusion(rows, probabilities, truth);
            ObjectNode slice = node(own);
            slice.set("confusion", counts);
            slice.set("intervals", intervals(counts));
            bySlice.set(name, slice);
            own.forEach((metric, value) -> metrics.put(metric + "." + name, value));
            selected.computeIfAbsent(name.substring(0, name.indexOf('.')), group -> new ArrayList<>())
                    .add(own.getOrDefault("selected", Double.NaN));
        });
        ObjectNode ratios = document.putObject("selectionRatios");
        selected.forEach((slice, shares) -> {
            double ratio = shares.stream().mapToDouble(share -> share).min().orElse(Double.NaN)
                    / shares.stream().mapToDouble(share -> share).max().orElse(Double.NaN);
            metrics.put("selectionRatio." + slice, ratio);
            put(ratios, slice, ratio);
        });
        ObjectNode counts = confusion(IntStream.range(0, truth.size()).boxed().toList(), probabilities, truth);
        document.set("confusion", counts);
        document.set("intervals", intervals(counts));
        document.set("calibration", calibration(probabilities, truth));
        document.set("roc", roc(probabilities, truth));
        return new Report(metrics, document);
    }

    /** The same, with one metric more. */
    public Report with(String metric, double value) {
        Map<String, Double> more = new LinkedHashMap<>(metrics);
        more.put(metric, value);
        return new Report(more, document);
    }

    private static ObjectNode confusion(List<Integer> rows, List<Float> probabilities, List<Boolean> truth) {
        int[][] counts = new int[2][2];
        for (int row : rows) {
            counts[truth.get(row) ? 1 : 0][probabilities.get(row) >= 0.5 ? 1 : 0]++;
        }
        return CanonicalJson.object()
                .put("trueNegative", counts[0][0])
                .put("falsePositive", counts[0][1])
                .put("falseNegative", counts[1][0])
                .put("truePositive", counts[1][1]);
    }

    /** How sure the metrics are that are shares of people: the fewer, the less. */
    private static ObjectNode intervals(ObjectNode counts) {
        int called = counts.path("truePositive").asInt();
        int missed = counts.path("falseNegative").asInt();
        int alarms = counts.path("falsePositive").asInt();
        int passed = counts.path("trueNegative").asInt();
        int all = called + missed + alarms + passed;
        ObjectNode intervals = CanonicalJson.object();
        Wilson.of(called + passed, all).ifPresent(interval -> intervals.set("accuracy", interval.document()));
        Wilson.of(called, called + alarms).ifPresent(interval -> intervals.set("precision", interval.document()));
        Wilson.of(called, called + missed).ifPresent(interval -> intervals.set("recall", interval.document()));
        Wilson.of(missed + passed, all).ifPresent(interval -> intervals.set("selected", interval.document()));
        return intervals;
    }

    /** Ten bins of equal width: mean probability, share that came true with its interval, count. */
    private static ArrayNode calibration(List<Float> probabilities, List<Boolean> truth) {
        ArrayNode bins = CanonicalJson.mapper().createArrayNode();
        for (int bin = 0; bin < BINS; bin++) {
            int of = bin;
            List<Integer> rows = IntStream.range(0, truth.size())
                    .filter(i -> Math.min(BINS - 1, (int) (probabilities.get(i) * BINS)) == of)
                    .boxed()
                    .toList();
            if (!rows.isEmpty()) {
                ObjectNode node = bins.addObject().put("rows", rows.size());
                put(
                        node,
                        "mean",
                        rows.stream().mapToDouble(probabilities::get).average().orElse(0));
                int cameTrue = (int) rows.stream().filter(truth::get).count();
                put(node, "observed", cameTrue / (double) rows.size());
                Wilson.of(cameTrue, rows.size()).ifPresent(interval -> node.setAll(interval.document()));
            }
        }
        return bins;
    }

    /** The corners of the ROC curve: false positive rate, true positive rate. */
    private static ArrayNode roc(List<Float> probabilities, List<Boolean> truth) {
        List<Integer> order = IntStream.range(0, truth.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> probabilities.get(i))
                        .reversed())
                .toList();
        double positives = truth.stream().filter(Boolean::booleanValue).count();
        double negatives = truth.size() - positives;
        ArrayNode points = CanonicalJson.mapper().createArrayNode();
        points.addArray().add(0).add(0);
        int hits = 0;
        int alarms = 0;
        for (int i = 0; i < order.size(); i++) {
            if (truth.get(order.get(i))) {
                hits++;
            } else {
                alarms++;
            }
            boolean last = i + 1 == order.size()
                    || !probabilities.get(order.get(i + 1)).equals(probabilities.get(order.get(i)));
            if (last && positives > 0 && negatives > 0) {
                points.addArray().add(rounded(alarms / negatives)).add(rounded(hits / positives));
            }
        }
        return points;
    }

    private static ObjectNode node(Map<String, Double> metrics) {
        ObjectNode node = CanonicalJson.object();
        metrics.forEach((name, value) -> put(node, name, value));
        return node;
    }

    /** A metric that is not defined is null: JSON has no NaN. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, rounded(value));
        } else {
            node.putNull(name);
        }
    }

    static double rounded(double value) {
        return Math.round(value * DECIMALS) / (double) DECIMALS;
    }
}
