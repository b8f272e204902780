package io.imprimatur.privacy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for direct identifiers in texts and tables. It remembers where and how many, and no value. */
final class Scan {

    static final String MODEL_CARD = "model card";
    static final String DATA_SHEET = "data sheet";
    static final String HEADER = "header of the evaluation set";
    static final String EVALUATION_SET = "evaluation set";

    /** From this share of a column's values on, given names stand out and are not there by chance. */
    private static final double STANDS_OUT = 0.5;

    private static final int DIFFERENT_NAMES = 3;

    private final Identifiers identifiers;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> shownAs = new ArrayList<>();
    private final List<ColumnScan> columns = new ArrayList<>();

    /** What one column holds, so far. */
    private static final class ColumnScan {
        private final Map<Identifier, Integer> found = new EnumMap<>(Identifier.class);
        private final Set<String> names = new HashSet<>();
        private int values;
        private int givenNames;
    }

    Scan(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    /** The texts of a card, its members' names too; which is the data sheet is told apart. */
    void card(JsonNode card) {
        texts(card, "");
    }

    private void texts(JsonNode node, String path) {
        if (node.isValueNode()) {
            report(path.startsWith("/dataSheet/") ? DATA_SHEET : MODEL_CARD, path, node.asText());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                texts(node.get(i), path + "/" + i);
            }
        } else {
            node.fields().forEachRemaining(member -> {
                boolean telling = !identifiers.in(member.getKey()).isEmpty();
                String shown = path + "/" + (telling ? "(a member's name)" : member.getKey());
                if (telling) {
                    report(shown.startsWith("/dataSheet/") ? DATA_SHEET : MODEL_CARD, shown, member.getKey());
                }
                texts(member.getValue(), shown);
            });
        }
    }

    private void report(String place, String path, String text) {
        identifiers
                .in(text)
                .forEach((kind, count) ->
                        findings.add(new Finding(place, path.substring(1), kind, count, kind != Identifier.NAME)));
    }

    /** The columns of a table. Where its first row is no header but somebody's data, columns are known by number. */
    void header(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            Map<Identifier, Integer> found = new EnumMap<>(Identifier.class);
            found.putAll(identifiers.in(names.get(i)));
            if (GivenNames.isGiven(names.get(i))) {
                found.merge(Identifier.NAME, 1, Integer::sum);
            }
            String shown = found.isEmpty() ? names.get(i) : "column " + (i + 1);
            found.forEach((kind, count) -> findings.add(new Finding(HEADER, shown, kind, count, true)));
            shownAs.add(shown);
            columns.add(new ColumnScan());
        }
    }

    void row(List<String> row) {
        for (int i = 0; i < columns.size(); i++) {
            String value = row.get(i);
            if (value.isBlank()) {
                continue;
            }
            ColumnScan column = columns.get(i);
            column.values++;
            if (GivenNames.isGiven(value)) {
                column.givenNames++;
                if (column.names.size() < DIFFERENT_NAMES) {
                    column.names.add(value);
                }
            } else {
                identifiers.in(value).forEach((kind, count) -> column.found.merge(kind, count, Integer::sum));
            }
        }
    }

    /** The columns as they may be shown. */
    List<String> shownColumns() {
        return List.copyOf(shownAs);
    }

    /** Everything that was found: the card's texts, the header, then column by column. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        for (int i = 0; i < columns.size(); i++) {
            ColumnScan column = columns.get(i);
            Map<Identifier, Integer> found = new EnumMap<>(Identifier.class);
            found.putAll(column.found);
            if (column.names.size() >= DIFFERENT_NAMES && column.givenNames >= STANDS_OUT * column.values) {
                found.merge(Identifier.NAME, column.givenNames, Integer::sum);
            }
            String shown = shownAs.get(i);
            found.forEach((kind, count) -> all.add(new Finding(EVALUATION_SET, shown, kind, count, true)));
        }
        return all;
    }
}
