package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.reporting.internal.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Groups of people beside each other: shares with their intervals, and the whole as a line. */
public final class SlicesPicture {

    private static final String TITLE = "Groups of people";
    private static final List<String> PANELS = List.of("accuracy", "recall", "selected");
    private static final int LABELS = 150;
    private static final int PANEL = 130;
    private static final int GAP = 20;
    private static final int TOP = 46;
    private static final int GROUP = 38;

    private SlicesPicture() {}

    public static Drawing of(JsonNode evaluation) {
        List<Side> sides = Side.of(evaluation);
        List<String> groups = new ArrayList<>();
        Side.CHALLENGER.in(evaluation).path("slices").fieldNames().forEachRemaining(groups::add);
        groups.sort(Words.GROUPS);
        if (groups.isEmpty()) {
            return Drawing.empty(
                    TITLE, "There is no evaluation by groups of people: the plan names none, or it is to come.");
        }
        String described =
                groups.stream().map(group -> inWords(evaluation, sides, group)).collect(Collectors.joining(" "));
        return new Drawing(
                TITLE + ": " + Side.compared(evaluation),
                "Accuracy, recall and share selected of each group, with 95 % intervals by Wilson. " + described,
                Drawing.WIDE,
                TOP + GROUP * groups.size() + 48,
                svg -> draw(svg, evaluation, sides, groups));
    }

    private static String inWords(JsonNode evaluation, List<Side> sides, String group) {
        return sides.stream()
                .map(side -> {
                    JsonNode slice = slice(side, evaluation, group);
                    return Words.group(group) + ", " + slice.path("rows").asInt() + " people, "
                            + side.label(evaluation) + ": "
                            + PANELS.stream()
                                    .map(metric -> Words.metric(metric) + " "
                                            + Words.withInterval(
                                                    slice.path(metric),
                                                    slice.path("intervals").path(metric)))
                                    .collect(Collectors.joining(", "))
                            + ".";
                })
                .collect(Collectors.joining(" "));
    }

    private static JsonNode slice(Side side, JsonNode evaluation, String group) {
        return side.in(evaluation).path("slices").path(group);
    }

    private static void draw(Svg svg, JsonNode evaluation, List<Side> sides, List<String> groups) {
        double bottom = TOP + GROUP * groups.size();
        double left = LABELS;
        for (String metric : PANELS) {
            panel(svg, evaluation, sides, groups, metric, Scale.ofShares(left, left + PANEL));
            left += PANEL + GAP;
        }
        double line = TOP + GROUP / 2.0;
        for (String group : groups) {
            svg.text(LABELS - 10, line - 1, Anchor.END, Words.shortened(Words.group(group), 20));
            int people = slice(Side.CHALLENGER, evaluation, group).path("rows").asInt();
            svg.note(LABELS - 10, line + 13, Anchor.END, people + " people");
            line += GROUP;
        }
        double x = LABELS;
        for (Side side : sides) {
            side.legend(svg, x, bottom + 36, side.label(evaluation));
            x += 190;
        }
    }

    private static void panel(
            Svg svg, JsonNode evaluation, List<Side> sides, List<String> groups, String metric, Scale scale) {
        double bottom = TOP + GROUP * groups.size();
        svg.bold(scale.at(0), 14, Anchor.START, Words.metric(metric));
        for (double tick : new double[] {0, 0.5, 1}) {
            svg.line(scale.at(tick), TOP, scale.at(tick), bottom, Pen.GRID);
            svg.note(scale.at(tick), bottom + 15, Anchor.MIDDLE, tick == 0.5 ? "0.5" : tick == 0 ? "0" : "1");
        }
        JsonNode whole = Side.CHALLENGER.in(evaluation).path("metrics").path(metric);
        if (whole.isNumber()) {
            svg.line(scale.at(whole.asDouble()), TOP - 6, scale.at(whole.asDouble()), bottom, Pen.NEUTRAL);
            svg.note(scale.at(0), 32, Anchor.START, "all people " + Words.figure(whole));
        }
        double line = TOP + GROUP / 2.0;
        for (String group : groups) {
            double y = line - (sides.size() - 1) * 6;
            for (Side side : sides) {
                share(svg, slice(side, evaluation, group), metric, scale, side, y);
                y += 12;
            }
            line += GROUP;
        }
    }

    private static void share(Svg svg, JsonNode slice, String metric, Scale scale, Side side, double y) {
        JsonNode value = slice.path(metric);
        if (!value.isNumber()) {
            svg.note(scale.at(0.5), y + 4, Anchor.MIDDLE, "not defined");
            return;
        }
        JsonNode interval = slice.path("intervals").path(metric);
        if (interval.path("lower").isNumber()) {
            double from = scale.at(interval.path("lower").asDouble());
            double to = scale.at(interval.path("upper").asDouble());
            svg.line(from, y, to, y, side.pen());
            svg.line(from, y - 4, from, y + 4, side.pen());
            svg.line(to, y - 4, to, y + 4, side.pen());
        }
        side.mark(svg, scale.at(value.asDouble()), y);
    }
}
