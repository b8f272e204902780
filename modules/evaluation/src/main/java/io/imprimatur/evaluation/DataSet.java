package io.imprimatur.evaluation;

import io.imprimatur.kernel.Digest;
import java.util.List;

/**
 * A table known by the digest of its bytes.
 *
 * @param rows without the header
 */
public record DataSet(Digest digest, String name, int rows, List<String> columns) {

    public DataSet {
        columns = List.copyOf(columns);
    }
}
