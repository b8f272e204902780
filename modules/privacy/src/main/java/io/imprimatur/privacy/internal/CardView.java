package io.imprimatur.privacy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a model card says of personal data. */
record CardView(JsonNode document) {

    boolean personal() {
        return !document.path("personalData").isEmpty();
    }

    boolean aboutPeople() {
        return document.path("naturalPersons").asBoolean();
    }

    boolean decides() {
        return document.path("automatedDecision").asBoolean();
    }

    List<JsonNode> columns() {
        return StreamSupport.stream(document.path("personalData").spliterator(), false)
                .toList();
    }

    List<String> names() {
        return columns().stream().map(column -> text(column, "column")).toList();
    }

    /** A column's own retention, or the card's. */
    String retention(JsonNode column) {
        String own = text(column, "retention");
        return own.isEmpty() ? text(document, "retention") : own;
    }

    List<String> quasiIdentifiers() {
        return texts(document.at("/anonymity/quasiIdentifiers"));
    }

    List<String> sensitive() {
        return texts(document.at("/anonymity/sensitive"));
    }

    /** A bound on anonymity that the card promises; null where it promises none. */
    @Nullable
    Double promised(String name) {
        JsonNode bound = document.path("anonymity").path(name);
        return bound.isNumber() ? bound.doubleValue() : null;
    }

    @Nullable
    String region() {
        String region = text(document.path("dataSheet"), "region");
        return region.isEmpty() ? null : region;
    }

    static String text(JsonNode node, String member) {
        return node.path(member).asText("").strip();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
