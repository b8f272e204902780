package io.imprimatur.evaluation.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How whole a table is, as one version's card reads it. Columns and counts, never a value: the rows are about people.
 *
 * @param rows of the table
 * @param missing how many cells of a column are empty; columns without one are left out
 * @param unknown how many cells of a column hold what the card does not know: no number, or a label without a code
 * @param untried how many codes of a column the card lists and no row has: what the model does there, nobody has seen
 * @param used the columns that a score needs: those that the model reads, and the truth
 */
public record Completeness(
        int rows,
        Map<String, Integer> missing,
        Map<String, Integer> unknown,
        Map<String, Integer> untried,
        Set<String> used) {

    public static Completeness of(Table table, List<Column> columns, String label) {
        Map<String, Integer> missing = new LinkedHashMap<>();
        Map<String, Integer> unknown = new LinkedHashMap<>();
        Map<String, Integer> untried = new LinkedHashMap<>();
        for (int at = 0; at < table.header().size(); at++) {
            put(missing, table.header().get(at), empty(table, at));
        }
        Set<String> used = new HashSet<>();
        used.add(label);
        for (Column column : columns) {
            int at = table.column(column.name());
            used.add(column.name());
            put(unknown, column.name(), (int) table.rows().stream()
                    .map(row -> row.get(at))
                    .filter(cell -> !cell.isBlank() && !isKnown(column, cell))
                    .count());
            Set<String> tried = new HashSet<>();
            table.rows().forEach(row -> tried.add(row.get(at)));
            put(untried, column.name(), (int) column.codes().keySet().stream()
                    .filter(code -> !tried.contains(code))
                    .count());
        }
        return new Completeness(table.rows().size(), missing, unknown, untried, used);
    }

    /** Why the model cannot be scored on this table; empty when it can. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        missing.forEach((column, cells) -> {
            if (used.contains(column)) {
                faults.add("Column '" + column + "' of the data set is empty in " + cells + " rows.");
            }
        });
        unknown.forEach((column, cells) -> faults.add("Column '" + column + "' of the data set holds in " + cells
                + " rows what the model card does not know."));
        return faults;
    }

    public ObjectNode document() {
        ObjectNode document = CanonicalJson.object().put("rows", rows);
        document.set("missing", CanonicalJson.document(missing));
        document.set("unknown", CanonicalJson.document(unknown));
        document.set("untried", CanonicalJson.document(untried));
        return document;
    }

    private static boolean isKnown(Column column, String cell) {
        if (column.kind() == Column.Kind.TEXT) {
            return true;
        }
        if (column.kind() == Column.Kind.CATEGORY) {
            return column.codes().containsKey(cell);
        }
        try {
            return Float.isFinite(Float.parseFloat(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static int empty(Table table, int at) {
        return (int) table.rows().stream().filter(row -> row.get(at).isBlank()).count();
    }

    private static void put(Map<String, Integer> counts, String column, int count) {
        if (count > 0) {
            counts.put(column, count);
        }
    }
}
