package io.imprimatur.privacy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands between a version and a clean privacy review, a sentence each. */
final class Gaps {

    private static final Pattern ARTICLE_9_GROUND = Pattern.compile("\\b9\\s*\\(\\s*2\\s*\\)");
    private static final Pattern ARTICLE_22 = Pattern.compile("\\b22\\b");

    /** Parts of column names that speak of Article 9(1), in English, German, French, Spanish and Italian. */
    private static final Pattern SOUNDS_SPECIAL =
            Pattern.compile("ethnic|ethnie|etnia|racial|\\brace\\b|religi|relig[ií]|"
                    + "politic|politisch|\\bunion\\b|gewerkschaft|syndica|health|gesundheit|krankheit|disease|diagnos|disab|"
                    + "behinder|handicap|\\bsant[eé]\\b|\\bsalu[td]e?\\b|genetic|genetisch|genom|biometri|fingerprint|"
                    + "sexual.?orient|\\bsexuality\\b");

    private Gaps() {}

    static List<String> of(CardView card, Survey survey) {
        List<String> gaps = new ArrayList<>();
        inventory(card).forEach(gaps::add);
        unmarked(card, survey).ifPresent(gaps::add);
        if (card.decides()
                && card.aboutPeople()
                && !ARTICLE_22.matcher(forbidden(card)).find()) {
            gaps.add("It decides about people, and the card does not say how GDPR Article 22 is kept.");
        }
        survey.findings().stream().filter(Finding::certain).map(Gaps::told).forEach(gaps::add);
        if (!survey.whole()) {
            gaps.add("Only the first " + survey.rows() + " rows of the evaluation set were read: it is larger than "
                    + "the privacy review looks at.");
        }
        gaps.addAll(anonymity(card, survey));
        return gaps;
    }

    private static List<String> inventory(CardView card) {
        List<String> gaps = new ArrayList<>();
        if (!card.personal()) {
            return gaps;
        }
        columns(card, column -> card.retention(column).isEmpty())
                .ifPresent(names -> gaps.add("The model card names no retention period (GDPR Articles 5(1)(e) and "
                        + "13(2)(a)) for " + names + "."));
        if (CardView.text(card.document(), "legalBasis").isEmpty()) {
            gaps.add("The model card names no legal basis (GDPR Article 6).");
        }
        columns(card, column -> CardView.text(column, "source").isEmpty())
                .ifPresent(names -> gaps.add(
                        "The model card does not say where " + names + " come from (GDPR Articles 14(2)(f) and 30)."));
        columns(card, column -> CardView.texts(column.path("recipients")).isEmpty())
                .ifPresent(names -> gaps.add("The model card does not say who receives " + names
                        + " (GDPR Articles 13(1)(e) and 30(1)(d))."));
        columns(
                        card,
                        column -> special(column)
                                && !ARTICLE_9_GROUND
                                        .matcher(CardView.text(column, "legalBasis"))
                                        .find())
                .ifPresent(names ->
                        gaps.add("A special category of data, without a ground of GDPR Article 9(2): " + names + "."));
        columns(
                        card,
                        column -> special(column)
                                && CardView.text(column, "article9").isEmpty())
                .ifPresent(names ->
                        gaps.add("A special category of data, and the card does not say which of GDPR Article 9(1): "
                                + names + "."));
        return gaps;
    }

    private static boolean special(JsonNode column) {
        return column.path("specialCategory").asBoolean();
    }

    private static Optional<String> columns(CardView card, Predicate<JsonNode> lacking) {
        String names = card.columns().stream()
                .filter(lacking)
                .map(column -> CardView.text(column, "column"))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    /** Columns whose names speak of a special category that the card does not mark. */
    private static Optional<String> unmarked(CardView card, Survey survey) {
        List<String> marked = card.columns().stream()
                .filter(Gaps::special)
                .map(column -> CardView.text(column, "column"))
                .toList();
        String names = survey.shownColumns().stream()
                .filter(column -> !marked.contains(column)
                        && SOUNDS_SPECIAL.matcher(words(column)).find())
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("By its name a special category of data (GDPR Article 9(1)), and not marked as one: "
                        + names + ".");
    }

    private static String words(String column) {
        return column.replaceAll("(?<=[a-z])(?=[A-Z])|[_.-]", " ").toLowerCase(Locale.ROOT);
    }

    private static String forbidden(CardView card) {
        return card.document().path("forbiddenUses").toString();
    }

    /** With the count and never with the value. */
    static String told(Finding finding) {
        return "Found in the " + finding.place() + ", " + finding.column() + ": "
                + finding.identifier().words() + ", " + finding.count() + " time" + (finding.count() == 1 ? "" : "s")
                + " (GDPR Article 5(1)(c)).";
    }

    private static List<String> anonymity(CardView card, Survey survey) {
        List<String> gaps = new ArrayList<>();
        if (card.personal() && card.aboutPeople() && card.quasiIdentifiers().isEmpty()) {
            gaps.add("The model card declares no quasi-identifiers: how easily a person is found in the evaluation set "
                    + "cannot be measured (GDPR recital 26).");
        }
        List<String> missing = Survey.missing(card, survey.columns());
        if (!missing.isEmpty()) {
            gaps.add("The evaluation set does not have what the card declares as quasi-identifier or sensitive: "
                    + String.join(", ", missing) + ".");
        }
        Anonymity.Measured measured = survey.anonymity();
        if (measured == null) {
            return gaps;
        }
        Double k = card.promised("kAtLeast");
        if (k != null && measured.k() < k) {
            gaps.add("The evaluation set is " + measured.k() + "-anonymous; the card promises " + shown(k) + ".");
        }
        for (SensitiveAttribute attribute : measured.sensitive()) {
            Double l = card.promised("lAtLeast");
            if (l != null && attribute.distinctL() < l) {
                gaps.add(attribute.name() + " is " + attribute.distinctL() + "-diverse; the card promises " + shown(l)
                        + ".");
            }
            Double t = card.promised("tAtMost");
            if (t != null && attribute.t() > t) {
                gaps.add(attribute.name() + " is " + shown(attribute.t()) + "-close; the card promises " + shown(t)
                        + ".");
            }
        }
        return gaps;
    }

    private static String shown(double figure) {
        return figure == Math.rint(figure) ? String.valueOf((long) figure) : String.format(Locale.ROOT, "%.4f", figure);
    }
}
