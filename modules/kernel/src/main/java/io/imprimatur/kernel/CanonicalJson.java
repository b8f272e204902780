package io.imprimatur.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The house's one JSON mapper, and the canonical text of a document (JSON Canonicalization Scheme, RFC 8785): equal
 * documents have equal texts, whatever the order of their members, so their digests can be compared.
 */
public final class CanonicalJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CanonicalJson() {}

    /** ISO-8601 dates and durations; a doubled member or text after the document is an error. Shared: do not configure. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads a document; ill-formed text is told as JSON_INVALID. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw DomainException.invalid("JSON_INVALID", "Not a JSON document: " + e.getOriginalMessage());
        }
    }

    /** Any value as a document, by the shared mapper. */
    public static JsonNode document(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The canonical text (RFC 8785). */
    public static String text(JsonNode document) {
        try {
            return new JsonCanonicalizer(MAPPER.writeValueAsString(document)).getEncodedString();
        } catch (IOException e) {
            throw DomainException.invalid("JSON_INVALID", "This document has no canonical form: " + e.getMessage());
        }
    }

    /** The SHA-256 of the canonical text. */
    public static Digest digest(JsonNode document) {
        return Digest.of(text(document).getBytes(StandardCharsets.UTF_8));
    }
}
