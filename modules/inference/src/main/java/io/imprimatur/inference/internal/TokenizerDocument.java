package io.imprimatur.inference.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@code tokenizer.json} of the Hugging Face tokenizers, before it is given to them: only the parts of BERT's, none of
 * which holds a pattern that could run for hours, and not more tokens than a model has places for.
 */
final class TokenizerDocument {

    static final int LARGEST = 8 << 20;

    private static final int MOST_TOKENS = 512;
    private static final int MOST_WORDS = 200_000;

    private static final Map<String, Set<String>> PARTS = Map.of(
            "normalizer", Set.of("BertNormalizer", "Lowercase"),
            "pre_tokenizer", Set.of("BertPreTokenizer", "Whitespace"),
            "post_processor", Set.of("TemplateProcessing", "BertProcessing"),
            "decoder", Set.of("WordPiece"),
            "model", Set.of("WordPiece"));

    private static final Set<String> MEMBERS = Set.of("version", "truncation", "padding", "added_tokens");

    private TokenizerDocument() {}

    /** What is wrong with it, one sentence each. */
    static List<String> faults(byte[] bytes) {
        JsonNode document;
        try {
            document = CanonicalJson.mapper().readTree(bytes);
        } catch (JsonProcessingException e) {
            return List.of("Its tokenizer is no JSON document.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!document.isObject()) {
            return List.of("Its tokenizer is no JSON object.");
        }
        List<String> faults = new ArrayList<>();
        Set<String> members = new TreeSet<>();
        document.fieldNames().forEachRemaining(members::add);
        for (String member : members) {
            JsonNode part = document.path(member);
            Set<String> known = PARTS.get(member);
            if (known == null ? !MEMBERS.contains(member) : !isOf(known, part)) {
                faults.add("Its tokenizer has a part '" + ZipLayout.shown(member) + "' "
                        + ZipLayout.shown(part.path("type").asText()) + ", which BERT's has not.");
            }
        }
        if (!members.contains("model") || !members.contains("pre_tokenizer")) {
            faults.add("Its tokenizer lacks a 'model' or a 'pre_tokenizer'.");
        }
        int words = document.path("model").path("vocab").size()
                + document.path("added_tokens").size();
        if (words > MOST_WORDS) {
            faults.add("Its tokenizer knows " + words + " tokens; " + MOST_WORDS + " are the most.");
        }
        int longest = longest(document);
        if (longest < 1 || longest > MOST_TOKENS) {
            faults.add("Its tokenizer has to cut texts to at most " + MOST_TOKENS + " tokens: truncation.max_length.");
        }
        return faults;
    }

    /** To how many tokens it cuts a text; 0 where it does not say. */
    static int longest(byte[] bytes) {
        try {
            return longest(CanonicalJson.mapper().readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int longest(JsonNode document) {
        return document.path("truncation").path("max_length").asInt();
    }

    private static boolean isOf(Set<String> known, JsonNode part) {
        return part.isNull() || known.contains(part.path("type").asText());
    }
}
