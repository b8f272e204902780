package io.imprimatur.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a look at the bytes, before anything native, has shown.
 *
 * @param accepted whether the archive may be loaded
 * @param reasons why not, one sentence each
 * @param document entries, sizes and imports, as evidence
 */
public record ScanReport(boolean accepted, List<String> reasons, JsonNode document) {

    public ScanReport {
        reasons = List.copyOf(reasons);
    }
}
