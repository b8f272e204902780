package io.imprimatur.serving;

import io.imprimatur.inference.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol v2.
 *
 * @param id the client's own id, echoed
 * @param subject the parameter {@code subject}: whom the prediction is about
 */
public record InferRequest(@Nullable String id, @Nullable String subject, List<Tensor> inputs) {

    public InferRequest {
        inputs = List.copyOf(inputs);
    }
}
