package io.imprimatur.privacy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The personal data of a version, column by column (GDPR Article 30(1)). */
final class Inventory {

    static final String NOT_NAMED = "not named";

    private Inventory() {}

    static ArrayNode of(CardView card) {
        ArrayNode inventory = CanonicalJson.mapper().createArrayNode();
        for (JsonNode column : card.columns()) {
            ObjectNode entry = inventory.addObject();
            entry.put("column", CardView.text(column, "column"));
            entry.set("category", column.path("category"));
            entry.put("specialCategory", specialCategory(column));
            entry.put("source", named(CardView.text(column, "source")));
            entry.set("legalBasis", column.path("legalBasis"));
            entry.put("retention", named(card.retention(column)));
            entry.put("recipients", named(String.join("; ", CardView.texts(column.path("recipients")))));
        }
        return inventory;
    }

    /** Columns of the evaluation set that the card does not call personal, where its rows are people. */
    static List<String> undeclared(CardView card, Survey survey) {
        if (!card.aboutPeople()) {
            return List.of();
        }
        Set<String> declared = new HashSet<>(card.names());
        return survey.shownColumns().stream()
                .filter(column -> !declared.contains(column))
                .toList();
    }

    /** Which one of Article 9(1). */
    private static String specialCategory(JsonNode column) {
        return column.path("specialCategory").asBoolean() ? named(CardView.text(column, "article9")) : "no";
    }

    private static String named(String text) {
        return text.isEmpty() ? NOT_NAMED : text;
    }
}
