package io.imprimatur.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is said of a version: purpose, data, personal data, limits, and the tensors it takes and gives. A card is never
 * changed; an amended one is the next revision.
 *
 * @param revision counted from 1
 * @param digest of the canonical document
 * @param document valid by {@code model-card.schema.json}
 */
public record ModelCard(int revision, Digest digest, JsonNode document) {

    public Signature signature() {
        boolean takesNonFinite =
                "accept".equals(document.path("nonFiniteInputs").asText());
        return new Signature(tensors("inputs"), tensors("outputs"), takesNonFinite);
    }

    /** The columns of the first input, in the order of the tensor. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : document.path("inputs").path(0).path("columns")) {
            Map<String, Integer> codes = new LinkedHashMap<>();
            column.path("codes")
                    .fields()
                    .forEachRemaining(
                            code -> codes.put(code.getKey(), code.getValue().intValue()));
            columns.add(new Column(
                    column.path("name").asText(),
                    Column.Kind.valueOf(column.path("kind").asText().toUpperCase(Locale.ROOT)),
                    codes));
        }
        return List.copyOf(columns);
    }

    /** The meaning of the last axis of the first output; empty where the card names none. */
    public List<String> outputLabels() {
        List<String> labels = new ArrayList<>();
        document.path("outputs").path(0).path("labels").forEach(label -> labels.add(label.asText()));
        return List.copyOf(labels);
    }

    private List<TensorSpec> tensors(String member) {
        List<TensorSpec> tensors = new ArrayList<>();
        for (JsonNode tensor : document.path(member)) {
            List<Long> shape = new ArrayList<>();
            tensor.path("shape").forEach(axis -> shape.add(axis.longValue()));
            tensors.add(new TensorSpec(
                    tensor.path("name").asText(),
                    Datatype.valueOf(tensor.path("datatype").asText()),
                    shape));
        }
        return tensors;
    }
}
