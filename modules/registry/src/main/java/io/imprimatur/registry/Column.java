package io.imprimatur.registry;

import java.util.Map;

/**
 * One position of the input tensor.
 *
 * @param name the column's name in data sets
 * @param category whether its values are labels that the tensor carries as codes
 * @param codes the code of each label; empty for a number
 */
public record Column(String name, boolean category, Map<String, Integer> codes) {

    public Column {
        codes = Map.copyOf(codes);
    }
}
