package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.release.Change;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two documents, value by value, as a reviewer reads it. */
final class EvidenceDiff {

    private static final int LONGEST_VALUE = 300;

    private EvidenceDiff() {}

    /** The values that differ, by path; paths begin with {@code root}. */
    static List<Change> between(String root, @Nullable JsonNode before, JsonNode after) {
        Map<String, String> was = values(root, before);
        Map<String, String> is = values(root, after);
        TreeSet<String> paths = new TreeSet<>(was.keySet());
        paths.addAll(is.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(was.get(path), is.get(path)))
                .map(path -> new Change(path, shown(was.get(path)), shown(is.get(path))))
                .toList();
    }

    /** The changes from before the first to after the second; what was changed back is no change. */
    static List<Change> followedBy(List<Change> first, List<Change> second) {
        Map<String, Change> merged = new LinkedHashMap<>();
        first.forEach(change -> merged.put(change.path(), change));
        for (Change later : second) {
            Change earlier = merged.remove(later.path());
            String was = earlier == null ? later.was() : earlier.was();
            if (!Objects.equals(was, later.is())) {
                merged.put(later.path(), new Change(later.path(), was, later.is()));
            }
        }
        return new ArrayList<>(merged.values());
    }

    private static Map<String, String> values(String root, @Nullable JsonNode document) {
        Map<String, String> values = new LinkedHashMap<>();
        if (document != null) {
            gather(root, document, values);
        }
        return values;
    }

    private static void gather(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject() && !node.isEmpty()) {
            node.fields().forEachRemaining(member -> gather(path + "/" + member.getKey(), member.getValue(), values));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                gather(path + "/" + i, node.get(i), values);
            }
        } else {
            values.put(path, text(node));
        }
    }

    /** A number is the same however it was written: the database gives 6.0 back as 6. */
    private static String text(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private static @Nullable String shown(@Nullable String value) {
        return value == null || value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
