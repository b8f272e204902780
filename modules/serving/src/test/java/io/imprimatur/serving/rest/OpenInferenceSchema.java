package io.imprimatur.serving.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.imprimatur.kernel.CanonicalJson;
import java.io.IOException;
import java.util.Set;

/** The published form of the protocol's answers. */
final class OpenInferenceSchema {

    private OpenInferenceSchema() {}

    /** What of the answer is not as the part of the schema has it. */
    static Set<ValidationMessage> faults(String part, JsonNode answer) throws IOException {
        ObjectNode schema = (ObjectNode) CanonicalJson.mapper()
                .readTree(OpenInferenceSchema.class.getResourceAsStream("open-inference-v2.schema.json"));
        schema.put("$ref", "#/$defs/" + part);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(answer);
    }
}
