package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/** The ROC curve of each side: true against false positive rate. */
public final class RocPicture {

    private static final String TITLE = "ROC curve";

    private RocPicture() {}

    public static Drawing of(JsonNode evaluation) {
        List<Side> sides = Side.of(evaluation);
        if (sides.isEmpty()) {
            return Drawing.empty(TITLE, "There is no evaluation with a ROC curve yet.");
        }
        String areas = sides.stream()
                .map(side -> "The area under the curve of the " + side.label(evaluation) + " is "
                        + Words.figure(area(side, evaluation)) + ".")
                .collect(Collectors.joining(" "));
        String description = "True positive rate against false positive rate, both from 0 to 1; the nearer to the upper"
                + " left corner, the better. " + areas;
        return new Drawing(
                TITLE + ": " + Side.compared(evaluation),
                description,
                UnitSquare.WIDTH,
                UnitSquare.height(sides.size() + 1),
                svg -> draw(svg, evaluation, sides));
    }

    private static void draw(Svg svg, JsonNode evaluation, List<Side> sides) {
        UnitSquare square = new UnitSquare(svg);
        square.axes("false positive rate", "true positive rate (recall)");
        for (Side side : sides) {
            svg.polyline(points(side.in(evaluation).path("roc"), square), side.pen());
        }
        double line = square.y.at(0.18);
        for (Side side : sides) {
            svg.text(
                    square.x.at(0.97),
                    line,
                    Svg.Anchor.END,
                    "AUC " + Words.figure(area(side, evaluation)) + " "
                            + side.name().toLowerCase(Locale.ROOT));
            line += 16;
        }
        square.legend(evaluation, "no better than chance");
    }

    private static JsonNode area(Side side, JsonNode evaluation) {
        return side.in(evaluation).path("metrics").path("rocAuc");
    }

    private static DoubleStream points(JsonNode roc, UnitSquare square) {
        return StreamSupport.stream(roc.spliterator(), false)
                .flatMapToDouble(point -> DoubleStream.of(
                        square.x.at(point.path(0).asDouble()),
                        square.y.at(point.path(1).asDouble())));
    }
}
