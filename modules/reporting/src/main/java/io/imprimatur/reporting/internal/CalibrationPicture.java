package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/** What came true against what was predicted, by bins of equal width, each with its interval. */
public final class CalibrationPicture {

    private static final String TITLE = "Calibration";

    private CalibrationPicture() {}

    public static Drawing of(JsonNode evaluation) {
        List<Side> sides = Side.of(evaluation);
        if (sides.isEmpty()) {
            return Drawing.empty(TITLE, "There is no evaluation with a calibration yet.");
        }
        String bins = sides.stream()
                .map(side -> side.label(evaluation) + ": " + inWords(side.in(evaluation)))
                .collect(Collectors.joining(" "));
        return new Drawing(
                TITLE + ": " + Side.compared(evaluation),
                "The share that came true against the mean probability that was predicted; on the diagonal is right."
                        + " Bars are 95 % intervals by Wilson. " + bins,
                UnitSquare.WIDTH,
                UnitSquare.height(sides.size() + 1),
                svg -> draw(svg, evaluation, sides));
    }

    private static String inWords(JsonNode report) {
        return StreamSupport.stream(report.path("calibration").spliterator(), false)
                .map(bin -> "predicted " + Words.figure(bin.path("mean")) + ", came true "
                        + Words.withInterval(bin.path("observed"), bin) + " of "
                        + bin.path("rows").asInt())
                .collect(Collectors.joining("; ", "", "."));
    }

    private static void draw(Svg svg, JsonNode evaluation, List<Side> sides) {
        UnitSquare square = new UnitSquare(svg);
        square.axes("predicted probability", "share that came true");
        for (Side side : sides) {
            JsonNode bins = side.in(evaluation).path("calibration");
            // The two lie side by side, so that neither hides the other's interval.
            double aside = side == Side.CHALLENGER ? -1.5 : 1.5;
            svg.polyline(
                    StreamSupport.stream(bins.spliterator(), false)
                            .flatMapToDouble(bin -> DoubleStream.of(x(square, bin, aside), y(square, bin, "observed"))),
                    side.pen());
            for (JsonNode bin : bins) {
                if (bin.path("lower").isNumber()) {
                    double x = x(square, bin, aside);
                    svg.line(x, y(square, bin, "lower"), x, y(square, bin, "upper"), thin(side));
                }
                side.mark(svg, x(square, bin, aside), y(square, bin, "observed"));
            }
        }
        square.legend(evaluation, "predicted exactly what came true");
    }

    private static Pen thin(Side side) {
        return new Pen(side.pen().color(), 1, "");
    }

    private static double x(UnitSquare square, JsonNode bin, double aside) {
        return square.x.at(bin.path("mean").asDouble()) + aside;
    }

    private static double y(UnitSquare square, JsonNode bin, String member) {
        return square.y.at(bin.path(member).asDouble());
    }
}
