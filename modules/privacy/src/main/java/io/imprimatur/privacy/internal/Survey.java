package io.imprimatur.privacy.internal;

import io.imprimatur.privacy.EvaluationTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in a model card and in one pass over the rows of its evaluation set.
 *
 * @param columns the header, as it is
 * @param shownColumns the header, as it may be shown
 * @param whole whether all rows were read
 * @param anonymity null where it could not be measured
 */
public record Survey(
        List<String> columns,
        List<String> shownColumns,
        int rows,
        boolean whole,
        List<Finding> findings,
        Anonymity.@Nullable Measured anonymity) {

    /** @param limit the most rows that are read */
    public static Survey of(CardView card, EvaluationTable table, int limit) {
        Scan scan = new Scan(new Identifiers(card.region()));
        scan.card(card.document());
        scan.header(table.columns());
        Anonymity anonymity = measurable(card, table.columns())
                ? new Anonymity(table.columns(), card.quasiIdentifiers(), card.sensitive())
                : null;
        Iterator<List<String>> rows = table.rows().iterator();
        int read = 0;
        for (; read < limit && rows.hasNext(); read++) {
            List<String> row = rows.next();
            scan.row(row);
            if (anonymity != null) {
                anonymity.row(row);
            }
        }
        return new Survey(
                table.columns(),
                scan.shownColumns(),
                read,
                !rows.hasNext(),
                scan.findings(),
                anonymity != null && read > 0 ? anonymity.measure() : null);
    }

    private static boolean measurable(CardView card, List<String> columns) {
        return !card.quasiIdentifiers().isEmpty() && missing(card, columns).isEmpty();
    }

    /** Attributes that the card declares and the table does not have. */
    static List<String> missing(CardView card, List<String> columns) {
        List<String> missing = new ArrayList<>(card.quasiIdentifiers());
        missing.addAll(card.sensitive());
        missing.removeAll(new HashSet<>(columns));
        return missing;
    }

    int certainIdentifiers() {
        return findings.stream()
                .filter(Finding::certain)
                .mapToInt(Finding::count)
                .sum();
    }
}
