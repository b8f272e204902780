package io.imprimatur.reporting.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.reporting.internal.Svg.Anchor;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Target;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who served which share of the traffic, revision by revision, the latest below. */
public final class SplitsPicture {

    private static final String TITLE = "Who served when";
    private static final int MOST = 20;
    private static final int ROW = 24;
    private static final int TOP = 26;
    private static final Scale BAR = new Scale(0, Split.WHOLE, 132, 332);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private SplitsPicture() {}

    /** @param release whose version is written bold */
    public static Drawing of(List<Split> history, ReleaseId release) {
        if (history.isEmpty()) {
            return Drawing.empty(TITLE, "Nothing of this model was in service yet.");
        }
        List<Split> shown = history.stream()
                .sorted(Comparator.comparingLong(Split::revision).reversed())
                .limit(MOST)
                .sorted(Comparator.comparingLong(Split::revision))
                .toList();
        String omitted = shown.size() < history.size()
                ? " The " + (history.size() - shown.size()) + " revisions before are left out."
                : "";
        return new Drawing(
                TITLE + ": the splits of " + shown.get(0).model(),
                "Times are UTC." + omitted + " "
                        + shown.stream()
                                .map(split -> "Revision " + split.revision() + ", " + MOMENT.format(split.publishedAt())
                                        + ": " + inWords(split) + ".")
                                .collect(Collectors.joining(" ")),
                Drawing.WIDE,
                TOP + ROW * shown.size() + 34,
                svg -> draw(svg, shown, release));
    }

    private static void draw(Svg svg, List<Split> shown, ReleaseId release) {
        svg.note(BAR.at(0) - 10, 14, Anchor.END, "revision, UTC");
        svg.note(BAR.at(0), 14, Anchor.START, "0 %");
        svg.note(BAR.at(Split.WHOLE), 14, Anchor.END, "100 %");
        double y = TOP;
        for (Split split : shown) {
            row(svg, split, release, y);
            y += ROW;
        }
        legend(svg, BAR.at(0), y + 14, Part.CHAMPION, "champion");
        legend(svg, BAR.at(0) + 110, y + 14, Part.CHALLENGER, "challenger");
        legend(svg, BAR.at(0) + 230, y + 14, Part.NOBODY, "nobody answers");
    }

    private static void row(Svg svg, Split split, ReleaseId release, double y) {
        svg.note(BAR.at(0) - 10, y + 13, Anchor.END, split.revision() + "   " + MOMENT.format(split.publishedAt()));
        Part whole = split.stop() != null || split.champion() == null ? Part.NOBODY : Part.CHAMPION;
        int challenger = split.stop() == null ? split.challengerShare() : 0;
        bar(svg, 0, Split.WHOLE - challenger, y, whole);
        bar(svg, Split.WHOLE - challenger, Split.WHOLE, y, Part.CHALLENGER);
        boolean own = concerns(split.challenger(), release) || concerns(split.champion(), release);
        String text = Words.shortened(inWords(split), 34);
        if (own) {
            svg.bold(BAR.at(Split.WHOLE) + 10, y + 13, Anchor.START, text);
        } else {
            svg.text(BAR.at(Split.WHOLE) + 10, y + 13, Anchor.START, text);
        }
    }

    private static boolean concerns(@Nullable Target target, ReleaseId release) {
        return target != null && target.release().equals(release);
    }

    private static String inWords(Split split) {
        if (split.stop() != null) {
            return "stopped, nobody answers";
        }
        if (split.challenger() != null && split.challengerShare() == Split.WHOLE) {
            return version(split.challenger()) + " 100 % " + phase(split);
        }
        String champion = split.champion() == null
                ? "nobody " + Words.share(Split.WHOLE - split.challengerShare())
                : version(split.champion()) + " " + Words.share(Split.WHOLE - split.challengerShare());
        return split.challenger() == null
                ? champion
                : champion + ", " + version(split.challenger()) + " " + Words.share(split.challengerShare()) + " "
                        + phase(split);
    }

    private static String version(Target target) {
        return "v" + target.versionNumber();
    }

    private static String phase(Split split) {
        if (split.phase() == null) {
            return "";
        }
        return switch (split.phase()) {
            case PILOT -> "pilot";
            case AB_TEST -> "A/B";
            case ROLLOUT -> "rollout";
        };
    }

    /** Who has a part of a bar. Told apart by the texture, too. */
    private enum Part {
        CHAMPION,
        CHALLENGER,
        NOBODY
    }

    private static void bar(Svg svg, int from, int to, double y, Part part) {
        if (to > from) {
            filled(svg, BAR.at(from), y + 2, BAR.at(to) - BAR.at(from), part);
        }
    }

    private static void legend(Svg svg, double x, double y, Part part, String text) {
        filled(svg, x, y - 8, 22, part);
        svg.text(x + 28, y + 4, Anchor.START, text);
    }

    private static void filled(Svg svg, double x, double y, double width, Part part) {
        int height = 15;
        switch (part) {
            case CHAMPION -> svg.rect(x, y, width, height, "#F3D2BC", new Pen(Pen.VERMILION, 1, ""));
            case CHALLENGER -> {
                svg.rect(x, y, width, height, "#CCE3F0", new Pen(Pen.BLUE, 1, ""));
                for (double stripe = x + 4; stripe < x + width; stripe += 5) {
                    svg.line(stripe, y, stripe, y + height, new Pen(Pen.BLUE, 1.5, ""));
                }
            }
            case NOBODY -> svg.rect(x, y, width, height, Pen.WHITE, new Pen(Pen.GREY, 1, "3 2"));
        }
    }
}
