package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The two that an evaluation compares. They differ in colour, in line and in mark. */
enum Side {
    CHALLENGER(new Pen(Pen.BLUE, 2, "")),
    CHAMPION(new Pen(Pen.VERMILION, 2, "7 4"));

    private final Pen pen;

    Side(Pen pen) {
        this.pen = pen;
    }

    Pen pen() {
        return pen;
    }

    /** The member of the evaluation that holds it. */
    private String member() {
        return this == CHALLENGER ? "challenger" : "champion";
    }

    /** Its report; missing when the evaluation had none. */
    JsonNode in(JsonNode evaluation) {
        return evaluation.path(member());
    }

    String label(JsonNode evaluation) {
        JsonNode version = in(evaluation).path("version");
        return version.isMissingNode() ? member() : member() + ", version " + version.asInt();
    }

    static List<Side> of(JsonNode evaluation) {
        return Arrays.stream(values())
                .filter(side -> side.in(evaluation).isObject())
                .toList();
    }

    /** Who is compared, as the end of a title. */
    static String compared(JsonNode evaluation) {
        return of(evaluation).stream().map(side -> side.label(evaluation)).collect(Collectors.joining(" and "));
    }

    /** A filled circle, or a square with a white heart. */
    void mark(Svg svg, double x, double y) {
        if (this == CHALLENGER) {
            svg.circle(x, y, 4, pen.color());
        } else {
            svg.rect(x - 3.5, y - 3.5, 7, 7, Pen.WHITE, new Pen(pen.color(), 2, ""));
        }
    }

    /** A piece of line, the mark and the name, from x on. */
    void legend(Svg svg, double x, double y, String text) {
        svg.line(x, y, x + 30, y, pen);
        mark(svg, x + 15, y);
        svg.text(x + 36, y + 4, Svg.Anchor.START, text);
    }
}
