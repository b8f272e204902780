package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.reporting.internal.Svg.Anchor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Each metric before and after: champion, challenger, the change, and the bound that the plan sets. */
public final class MetricsPicture {

    private static final String TITLE = "Metrics";
    private static final List<String> ALWAYS =
            List.of("accuracy", "precision", "recall", "f1", "rocAuc", "logLoss", "brier", "selected");
    private static final Set<String> LESS_IS_BETTER = Set.of("logLoss", "brier");
    private static final Set<String> NEITHER_IS_BETTER = Set.of("selected");
    private static final int TOP = 40;
    private static final int ROW = 25;

    private MetricsPicture() {}

    /** @param plan whose thresholds are drawn */
    public static Drawing of(JsonNode evaluation, JsonNode plan) {
        List<Side> sides = Side.of(evaluation);
        if (sides.isEmpty()) {
            return Drawing.empty(TITLE, "There is no evaluation with metrics yet.");
        }
        JsonNode thresholds = plan.path("evaluation").path("thresholds");
        Set<String> named = new LinkedHashSet<>(ALWAYS);
        thresholds.forEach(threshold -> named.add(threshold.path("metric").asText()));
        List<Row> rows = named.stream()
                .map(metric -> Row.of(metric, evaluation, threshold(thresholds, metric)))
                .filter(row -> row.challenger().isNumber() || row.champion().isNumber())
                .toList();
        return new Drawing(
                TITLE + ": " + Side.compared(evaluation),
                rows.stream().map(Row::inWords).collect(Collectors.joining(" ")),
                Drawing.WIDE,
                TOP + ROW * rows.size() + 46,
                svg -> draw(svg, evaluation, sides, rows));
    }

    private static JsonNode threshold(JsonNode thresholds, String metric) {
        for (JsonNode threshold : thresholds) {
            if (threshold.path("metric").asText().equals(metric)) {
                return threshold;
            }
        }
        return thresholds.path("none");
    }

    /** One metric of both sides with its bound. */
    private record Row(String metric, JsonNode challenger, JsonNode champion, JsonNode bound) {

        static Row of(String metric, JsonNode evaluation, JsonNode bound) {
            return new Row(
                    metric,
                    value(Side.CHALLENGER, metric, evaluation),
                    value(Side.CHAMPION, metric, evaluation),
                    bound);
        }

        private static JsonNode value(Side side, String metric, JsonNode evaluation) {
            JsonNode report = side.in(evaluation);
            String ratio = "selectionRatio.";
            return metric.startsWith(ratio)
                    ? report.path("selectionRatios").path(metric.substring(ratio.length()))
                    : report.path("metrics").path(metric);
        }

        String change() {
            if (!challenger.isNumber() || !champion.isNumber()) {
                return "";
            }
            double change = challenger.asDouble() - champion.asDouble();
            String size = Words.figure(Math.abs(change));
            if (size.equals(Words.figure(0))) {
                return "as before";
            }
            if (NEITHER_IS_BETTER.contains(metric)) {
                return (change > 0 ? "+" : "−") + size;
            }
            return (change > 0) == LESS_IS_BETTER.contains(metric) ? "▼ " + size + " worse" : "▲ " + size + " better";
        }

        String bounded() {
            List<String> bounds = new ArrayList<>();
            if (bound.path("atLeast").isNumber()) {
                bounds.add("≥ " + plain(bound.path("atLeast")));
            }
            if (bound.path("atMost").isNumber()) {
                bounds.add("≤ " + plain(bound.path("atMost")));
            }
            if (bounds.isEmpty()) {
                return "";
            }
            return String.join(", ", bounds) + (kept() ? " ✓" : " ✗");
        }

        private static String plain(JsonNode bound) {
            return bound.decimalValue().stripTrailingZeros().toPlainString();
        }

        private boolean kept() {
            return challenger.isNumber()
                    && !(challenger.asDouble() < bound.path("atLeast").asDouble(Double.NEGATIVE_INFINITY))
                    && !(challenger.asDouble() > bound.path("atMost").asDouble(Double.POSITIVE_INFINITY));
        }

        String inWords() {
            String words = Words.metric(metric) + ": challenger " + Words.figure(challenger);
            if (champion.isNumber()) {
                words += ", champion " + Words.figure(champion) + ", " + change().replaceAll("^[▲▼] ", "");
            }
            if (bound.path("atLeast").isNumber()) {
                words += ", the plan wants at least " + plain(bound.path("atLeast"));
            }
            if (bound.path("atMost").isNumber()) {
                words += ", the plan wants at most " + plain(bound.path("atMost"));
            }
            return words + (bounded().isEmpty() ? "." : kept() ? ": kept." : ": not kept.");
        }
    }

    private static void draw(Svg svg, JsonNode evaluation, List<Side> sides, List<Row> rows) {
        double most = rows.stream()
                .flatMap(row -> Stream.of(row.challenger(), row.champion()))
                .mapToDouble(JsonNode::asDouble)
                .max()
                .orElse(1);
        Scale scale = new Scale(0, most > 1 ? Math.ceil(most) : 1, 160, 270);
        double bottom = TOP + ROW * rows.size();
        svg.note(352, 14, Anchor.END, "challenger");
        svg.note(352, 28, Anchor.END, "(new)");
        svg.note(424, 14, Anchor.END, "champion");
        svg.note(424, 28, Anchor.END, "(before)");
        svg.note(438, 28, Anchor.START, "change");
        svg.note(594, 28, Anchor.END, "plan's bound");
        for (double tick : new double[] {0, scale.to() / 2, scale.to()}) {
            svg.line(scale.at(tick), TOP, scale.at(tick), bottom, Pen.GRID);
            svg.note(scale.at(tick), bottom + 14, Anchor.MIDDLE, tick == Math.rint(tick) ? (int) tick + "" : tick + "");
        }
        double y = TOP + ROW / 2.0;
        for (Row row : rows) {
            row(svg, row, sides, scale, y);
            y += ROW;
        }
        double x = 160;
        for (Side side : sides) {
            side.legend(svg, x, bottom + 34, side.label(evaluation));
            x += 190;
        }
    }

    private static void row(Svg svg, Row row, List<Side> sides, Scale scale, double y) {
        svg.text(150, y + 4, Anchor.END, Words.shortened(Words.metric(row.metric()), 22));
        svg.line(scale.start(), y, scale.end(), y, Pen.GRID);
        for (String side : List.of("atLeast", "atMost")) {
            if (row.bound().path(side).isNumber()) {
                double bound = scale.at(row.bound().path(side).asDouble());
                svg.line(bound, y - 10, bound, y + 10, Pen.BOUND);
            }
        }
        for (Side side : sides) {
            JsonNode value = side == Side.CHALLENGER ? row.challenger() : row.champion();
            if (value.isNumber()) {
                // One above the other: where both are the same, both are seen.
                side.mark(svg, scale.at(value.asDouble()), side == Side.CHALLENGER ? y - 5 : y + 5);
            }
        }
        svg.bold(352, y + 4, Anchor.END, row.challenger().isNumber() ? Words.figure(row.challenger()) : "–");
        svg.text(424, y + 4, Anchor.END, row.champion().isNumber() ? Words.figure(row.champion()) : "–");
        svg.text(438, y + 4, Anchor.START, row.change());
        svg.text(594, y + 4, Anchor.END, row.bounded());
    }
}
