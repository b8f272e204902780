package io.imprimatur.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** What a model card must say, by {@code config/schemas/model-card.schema.json}. */
public final class CardRules {

    private static final JsonSchema SCHEMA = schema();

    private CardRules() {}

    /** @throws DomainException MODEL_CARD_INVALID with a pointer to every fault */
    public static void require(JsonNode card) {
        List<Fault> faults = SCHEMA.validate(card).stream()
                .map(fault -> new Fault(fault.getInstanceLocation().toString(), fault.getMessage()))
                .toList();
        if (!faults.isEmpty()) {
            throw DomainException.unprocessable(
                    "MODEL_CARD_INVALID",
                    "The model card has " + faults.size() + (faults.size() == 1 ? " fault." : " faults."),
                    faults);
        }
    }

    private static JsonSchema schema() {
        try (InputStream schema = Objects.requireNonNull(
                CardRules.class.getResourceAsStream("/model-card.schema.json"), "model-card.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            schema,
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
