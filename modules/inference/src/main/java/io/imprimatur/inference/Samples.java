package io.imprimatur.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** The sample of a model card as tensors: what the first load and the warm-up ask. */
public final class Samples {

    private Samples() {}

    /**
     * One tensor for each input, in the order of the signature; none where the card has no sample.
     *
     * @throws DomainException SAMPLE_INVALID when it does not fit the card's inputs
     */
    public static List<Tensor> of(ModelCard card) {
        JsonNode sample = card.document().path("sample");
        List<TensorSpec> inputs = card.signature().inputs();
        if (sample.isEmpty()) {
            return List.of();
        }
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec input : inputs) {
            JsonNode values = sample.isArray() && inputs.size() == 1 ? sample : sample.path(input.name());
            tensors.add(tensor(input, values));
        }
        return tensors;
    }

    private static Tensor tensor(TensorSpec input, JsonNode values) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode list = values; list.isArray(); list = list.path(0)) {
            shape.add((long) list.size());
        }
        TensorBuilder builder = new TensorBuilder(input.datatype());
        try {
            append(values, builder);
            return builder.build(
                    input.name(), shape.stream().mapToLong(Long::longValue).toArray());
        } catch (DomainException e) {
            throw DomainException.unprocessable(
                    "SAMPLE_INVALID",
                    "The model card's sample for input '" + input.name() + "' does not fit: " + e.getMessage());
        }
    }

    private static void append(JsonNode values, TensorBuilder builder) {
        switch (values.getNodeType()) {
            case ARRAY -> values.forEach(value -> append(value, builder));
            case BOOLEAN -> builder.flag(values.booleanValue());
            case STRING -> builder.text(values.textValue());
            case NUMBER -> number(values, builder);
            default -> throw DomainException.invalid("TENSOR_VALUE", "there is no value for it.");
        }
    }

    private static void number(JsonNode value, TensorBuilder builder) {
        switch (builder.datatype()) {
            case FP16, BF16, FP32 -> builder.real(value.floatValue());
            case FP64 -> builder.real(value.doubleValue());
            default -> {
                if (!value.isIntegralNumber()) {
                    throw DomainException.invalid("TENSOR_VALUE", "it takes whole numbers.");
                }
                if (value.canConvertToLong()) {
                    builder.whole(value.longValue());
                } else {
                    builder.whole(value.bigIntegerValue());
                }
            }
        }
    }
}
