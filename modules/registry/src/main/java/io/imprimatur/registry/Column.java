package io.imprimatur.registry;

import java.util.Map;

/**
 * One position of the input tensor.
 *
 * @param name the column's name in data sets
 * @param codes the code of each label of a category; empty for the others
 */
public record Column(String name, Kind kind, Map<String, Integer> codes) {

    /** What its values are. */
    public enum Kind {
        NUMBER,
        /** Labels, which the tensor carries as codes. */
        CATEGORY,
        /** Texts; such a column is its model's only one. */
        TEXT
    }

    public Column {
        codes = Map.copyOf(codes);
    }
}
