package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.imprimatur.kernel.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A JSON Schema of {@code config/schemas}, as it lies in the archive. */
final class Schema {

    private final JsonSchema schema;

    Schema(String name) {
        try (InputStream stream = Schema.class.getResourceAsStream("/schemas/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("schemas/" + name + " is not in the archive");
            }
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ROOT)
                    .build();
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new String(stream.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Fault> faults(JsonNode document) {
        return schema.validate(document).stream()
                .map(message -> new Fault(pointer(message), text(message)))
                .distinct()
                .toList();
    }

    /** A missing or foreign member is pointed to itself, not to the object that should or should not have it. */
    private static String pointer(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        String member = message.getProperty();
        return member == null ? at : at + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    private static String text(ValidationMessage message) {
        String text = message.getMessage();
        String prefix = message.getInstanceLocation() + ": ";
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
