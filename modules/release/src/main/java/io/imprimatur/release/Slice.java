package io.imprimatur.release;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of rows to measure apart: by named sets of values, or by bands of numbers.
 *
 * @param name of the slice: {@code sex}
 * @param column of the data set
 * @param groups values of the column by the group's name; empty if bands are given
 * @param bands ascending borders: {@code [25, 35]} makes below 25, 25 up to 35, 35 and above; empty if groups are given
 */
public record Slice(String name, String column, Map<String, List<String>> groups, List<Double> bands) {

    public Slice {
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        bands = List.copyOf(bands);
    }
}
