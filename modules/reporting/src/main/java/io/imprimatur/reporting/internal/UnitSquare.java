package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.reporting.internal.Svg.Anchor;
import java.util.List;

/** A square from 0 to 1 on both axes, with a diagonal that means something and room for a legend below. */
final class UnitSquare {

    static final int WIDTH = 300;

    private static final int LEFT = 48;
    private static final int TOP = 12;
    private static final int SIDE = 240;
    private static final List<Double> TICKS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

    final Scale x = Scale.ofShares(LEFT, LEFT + SIDE);
    final Scale y = Scale.ofShares(TOP + SIDE, TOP);

    private final Svg svg;

    UnitSquare(Svg svg) {
        this.svg = svg;
    }

    /** Room for a legend of so many lines. */
    static int height(int lines) {
        return TOP + SIDE + 44 + 18 * lines;
    }

    void axes(String right, String up) {
        for (double tick : TICKS) {
            svg.line(x.at(tick), y.at(0), x.at(tick), y.at(1), Pen.GRID);
            svg.line(x.at(0), y.at(tick), x.at(1), y.at(tick), Pen.GRID);
            svg.note(x.at(tick), y.at(0) + 16, Anchor.MIDDLE, plain(tick));
            svg.note(x.at(0) - 5, y.at(tick) + 4, Anchor.END, plain(tick));
        }
        svg.line(x.at(0), y.at(0), x.at(1), y.at(0), Pen.AXIS);
        svg.line(x.at(0), y.at(0), x.at(0), y.at(1), Pen.AXIS);
        svg.line(x.at(0), y.at(0), x.at(1), y.at(1), Pen.NEUTRAL);
        svg.note(x.at(0.5), y.at(0) + 32, Anchor.MIDDLE, right);
        svg.upright(11, y.at(0.5), up);
    }

    /** One line for each side, and one for the diagonal. */
    void legend(JsonNode evaluation, String diagonal) {
        double line = y.at(0) + 50;
        for (Side side : Side.of(evaluation)) {
            side.legend(svg, LEFT, line, side.label(evaluation));
            line += 18;
        }
        svg.line(LEFT, line, LEFT + 30, line, Pen.NEUTRAL);
        svg.note(LEFT + 36, line + 4, Anchor.START, diagonal);
    }

    private static String plain(double tick) {
        return tick == 0 ? "0" : tick == 1 ? "1" : String.valueOf(tick);
    }
}
