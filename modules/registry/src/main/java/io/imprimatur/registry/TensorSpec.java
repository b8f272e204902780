package io.imprimatur.registry;

import java.util.List;

/**
 * What a tensor of a model looks like.
 *
 * @param name its name in requests and answers
 * @param datatype the type of its elements
 * @param shape its axes, row-major; -1 is free (the number of rows)
 */
public record TensorSpec(String name, Datatype datatype, List<Long> shape) {

    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
