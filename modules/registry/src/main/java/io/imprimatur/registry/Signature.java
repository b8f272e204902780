package io.imprimatur.registry;

import java.util.List;

/**
 * The tensors a version takes and gives.
 *
 * @param takesNonFinite whether its inputs may hold NaN and infinities; the card's {@code nonFiniteInputs}
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs, boolean takesNonFinite) {

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
