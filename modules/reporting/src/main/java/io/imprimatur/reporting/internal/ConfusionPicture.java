package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.reporting.internal.Svg.Anchor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who was called what, and was it: counts, and shares of those who were. */
public final class ConfusionPicture {

    private static final String TITLE = "Confusion matrix";
    private static final int MATRIX = 256;
    private static final int CELL = 84;
    private static final int LEFT = 84;
    private static final int TOP = 56;

    private ConfusionPicture() {}

    public static Drawing of(JsonNode evaluation) {
        List<Side> sides = Side.of(evaluation);
        if (sides.isEmpty()) {
            return Drawing.empty(TITLE, "There is no evaluation with a confusion matrix yet.");
        }
        String positive = positive(evaluation);
        String counts =
                sides.stream().map(side -> inWords(side, evaluation, positive)).collect(Collectors.joining(" "));
        return new Drawing(
                TITLE + ": " + Side.compared(evaluation),
                "Called at a probability of 0.5. " + counts,
                MATRIX * sides.size() + 8,
                TOP + 2 * CELL + 8,
                svg -> {
                    double left = 0;
                    for (Side side : sides) {
                        draw(
                                svg,
                                left,
                                side.label(evaluation),
                                side.in(evaluation).path("confusion"),
                                positive);
                        left += MATRIX + 4;
                    }
                });
    }

    private static String positive(JsonNode evaluation) {
        return evaluation.path("positive").asText("positive");
    }

    private static String inWords(Side side, JsonNode evaluation, String positive) {
        JsonNode counts = side.in(evaluation).path("confusion");
        return side.label(evaluation) + ": of those who were '" + positive + "', "
                + counts.path("truePositive").asInt() + " were called so and "
                + counts.path("falseNegative").asInt() + " were not; of the others, "
                + counts.path("falsePositive").asInt() + " were called '" + positive + "' and "
                + counts.path("trueNegative").asInt() + " were not.";
    }

    private static void draw(Svg svg, double left, String title, JsonNode counts, String positive) {
        String label = Words.shortened(positive, 9);
        svg.bold(left + LEFT, 14, Anchor.START, title);
        svg.note(left + LEFT + CELL / 2.0, 34, Anchor.MIDDLE, "called");
        svg.text(left + LEFT + CELL / 2.0, 49, Anchor.MIDDLE, label);
        svg.note(left + LEFT + CELL * 1.5, 34, Anchor.MIDDLE, "called");
        svg.text(left + LEFT + CELL * 1.5, 49, Anchor.MIDDLE, "not " + label);
        row(
                svg,
                left,
                TOP,
                label,
                counts.path("truePositive").asInt(),
                counts.path("falseNegative").asInt(),
                true);
        row(
                svg,
                left,
                TOP + CELL,
                "not " + label,
                counts.path("falsePositive").asInt(),
                counts.path("trueNegative").asInt(),
                false);
    }

    /** Right cells bear a heavy border: the tint alone says nothing to some and nothing on grey paper. */
    private static void row(
            Svg svg, double left, double top, String label, int called, int notCalled, boolean rightIsCalled) {
        svg.note(left + LEFT - 8, top + CELL / 2.0 - 4, Anchor.END, "was");
        svg.text(left + LEFT - 8, top + CELL / 2.0 + 11, Anchor.END, label);
        cell(svg, left + LEFT, top, called, called + notCalled, rightIsCalled);
        cell(svg, left + LEFT + CELL, top, notCalled, called + notCalled, !rightIsCalled);
    }

    private static void cell(Svg svg, double x, double y, int count, int of, boolean right) {
        double share = of == 0 ? 0 : count / (double) of;
        svg.rect(x + 1.5, y + 1.5, CELL - 3, CELL - 3, tint(share), right ? Pen.BOUND : Pen.AXIS);
        svg.bold(x + CELL / 2.0, y + CELL / 2.0 - 2, Anchor.MIDDLE, String.valueOf(count));
        svg.text(
                x + CELL / 2.0,
                y + CELL / 2.0 + 14,
                Anchor.MIDDLE,
                of == 0 ? "of nobody" : String.format(Locale.ROOT, "%.0f %% of %d", share * 100, of));
    }

    /** From white to a light blue that black text keeps its contrast on. */
    private static String tint(double share) {
        int red = (int) Math.round(255 - share * 90);
        int green = (int) Math.round(255 - share * 45);
        return String.format(Locale.ROOT, "#%02X%02XFF", red, green);
    }
}
