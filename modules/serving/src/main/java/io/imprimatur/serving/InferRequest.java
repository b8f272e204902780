package io.imprimatur.serving;

import io.imprimatur.inference.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol v2.
 *
 * @param id the client's own id, echoed
 * @param subject the parameter {@code subject}: whom the prediction is about
 * @param outputs the names of the outputs wanted; empty for all of them
 */
public record InferRequest(@Nullable String id, @Nullable String subject, List<Tensor> inputs, List<String> outputs) {

    public InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The most rows that an input has. */
    public long rows() {
        return inputs.stream().mapToLong(Tensor::rows).max().orElse(0);
    }
}
