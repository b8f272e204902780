package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.reporting.internal.Svg.Anchor;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The interval of challenger less champion, against the margin that it must stay below. */
public final class AbTestPicture {

    private static final String TITLE = "A/B test";
    private static final Map<String, String> DECISIONS = Map.of(
            "NON_INFERIOR", "not inferior: it may go on",
            "INFERIOR", "inferior: it may not go on",
            "UNDECIDED", "undecided: a person decides");

    private AbTestPicture() {}

    public static Drawing of(JsonNode test) {
        if (!test.path("difference").isNumber()) {
            return Drawing.empty(TITLE, "There was no A/B test: no champion to compare with, or it is to come.");
        }
        double difference = test.path("difference").asDouble();
        double lower = test.path("lower").asDouble();
        double upper = test.path("upper").asDouble();
        double margin = test.path("margin").asDouble();
        String decision = DECISIONS.getOrDefault(
                test.path("decision").asText(), test.path("decision").asText());
        String challenger = test.path("challengerSample").asInt() + " outcomes of the challenger, mean Brier score "
                + Words.figure(test.path("challengerMean"));
        String champion = test.path("championSample").asInt() + " outcomes of the champion, mean Brier score "
                + Words.figure(test.path("championMean"));
        String description = "Mean Brier score of the challenger less the champion's: " + Words.figure(difference)
                + ", interval " + Words.figure(lower) + " to " + Words.figure(upper)
                + ". Above 0 the challenger is worse. The interval must end below the margin of "
                + Words.figure(margin) + ". Result: " + decision + ". " + challenger + "; " + champion + ".";
        return new Drawing(TITLE, description, Drawing.WIDE, 160, svg -> {
            svg.bold(10, 16, Anchor.START, "Result: " + decision);
            svg.note(10, 34, Anchor.START, challenger);
            svg.note(10, 50, Anchor.START, champion);
            draw(svg, difference, lower, upper, margin);
        });
    }

    private static void draw(Svg svg, double difference, double lower, double upper, double margin) {
        double least = DoubleStream.of(0, lower, difference, margin).min().orElse(0);
        double most = DoubleStream.of(0, upper, difference, margin).max().orElse(1);
        double room = Math.max(most - least, 1e-9) * 0.08;
        Scale scale = new Scale(least - room, most + room, 40, 560);
        svg.line(40, 126, 560, 126, Pen.AXIS);
        svg.line(scale.at(0), 74, scale.at(0), 126, Pen.NEUTRAL);
        svg.note(scale.at(0), 142, Anchor.MIDDLE, "0");
        svg.note(scale.at(0), 156, Anchor.MIDDLE, "no difference");
        svg.line(scale.at(margin), 70, scale.at(margin), 126, Pen.BOUND);
        svg.text(scale.at(margin), 142, Anchor.MIDDLE, Words.figure(margin));
        svg.text(scale.at(margin), 156, Anchor.MIDDLE, "margin");
        Pen pen = Side.CHALLENGER.pen();
        svg.line(scale.at(lower), 102, scale.at(upper), 102, pen);
        svg.line(scale.at(lower), 96, scale.at(lower), 108, pen);
        svg.line(scale.at(upper), 96, scale.at(upper), 108, pen);
        Side.CHALLENGER.mark(svg, scale.at(difference), 102);
        svg.text(
                scale.at((lower + upper) / 2),
                88,
                Anchor.MIDDLE,
                Words.figure(difference) + " (" + Words.figure(lower) + " to " + Words.figure(upper) + ")");
    }
}
