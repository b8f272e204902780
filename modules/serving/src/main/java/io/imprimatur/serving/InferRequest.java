package io.imprimatur.serving;

import io.imprimatur.inference.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol v2.
 *
 * @param id the client's own id, echoed
 * @param subject the parameter {@code subject}: whom the prediction is about
 * @param outputs the outputs wanted, and of each whether it is wanted as bytes, or null where nothing is said; empty
 *     for all outputs
 * @param binary whether outputs of which nothing is said are wanted as bytes
 */
public record InferRequest(
        @Nullable String id,
        @Nullable String subject,
        List<Tensor> inputs,
        Map<String, @Nullable Boolean> outputs,
        boolean binary) {

    public InferRequest {
        inputs = List.copyOf(inputs);
    }

    /** The most rows that an input has. */
    public long rows() {
        return inputs.stream().mapToLong(Tensor::rows).max().orElse(0);
    }

    /** Whether the client wants the output of this name. */
    public boolean wants(String output) {
        return outputs.isEmpty() || outputs.containsKey(output);
    }

    /** Whether the client wants this output as bytes behind the JSON. */
    public boolean wantsBytes(String output) {
        Boolean said = outputs.get(output);
        return said == null ? binary : said;
    }
}
