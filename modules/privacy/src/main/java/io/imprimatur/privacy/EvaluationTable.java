package io.imprimatur.privacy;

import java.util.List;
import java.util.stream.Stream;

/**
 * The table that a version is evaluated on, as plain values.
 *
 * @param columns the header
 * @param rows as wide as the header; read once, in order
 */
public record EvaluationTable(List<String> columns, Stream<List<String>> rows) {

    public EvaluationTable {
        columns = List.copyOf(columns);
    }
}
