package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.registry.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompletenessTest {

    private static final List<Column> CARD = List.of(
            new Column("Age", Column.Kind.NUMBER, Map.of()),
            new Column("Purpose", Column.Kind.CATEGORY, Map.of("Car", 0, "House", 1, "Vacation", 2, "Wedding", 3)));

    @Test
    void a_whole_table_has_nothing_to_tell_but_what_it_never_tried() {
        Completeness found = Completeness.of(
                table(List.of("33", "Car", "Good"), List.of("41.5", "House", "Bad"), List.of("19", "Car", "Good")),
                CARD,
                "Class");

        assertThat(found.rows()).isEqualTo(3);
        assertThat(found.missing()).isEmpty();
        assertThat(found.unknown()).isEmpty();
        assertThat(found.untried()).isEqualTo(Map.of("Purpose", 2));
        assertThat(found.faults()).isEmpty();
    }

    @Test
    void gaps_and_strangers_are_counted_by_column_and_never_quoted() {
        Completeness found = Completeness.of(
                table(
                        List.of("", "Car", "Good"),
                        List.of("old", "Yacht", " "),
                        List.of("NaN", "Vacation", "Bad"),
                        List.of("7", "House", "Bad")),
                CARD,
                "Class");

        assertThat(found.missing()).isEqualTo(Map.of("Age", 1, "Class", 1));
        assertThat(found.unknown()).isEqualTo(Map.of("Age", 2, "Purpose", 1));
        assertThat(found.document().toString()).doesNotContain("Yacht", "old", "NaN");
    }

    @Test
    void a_gap_in_a_column_that_nobody_reads_is_told_and_harms_nothing() {
        Table wider =
                new Table(List.of("Age", "Purpose", "Class", "Branch"), List.of(List.of("33", "Car", "Good", "")));

        Completeness found = Completeness.of(wider, CARD, "Class");

        assertThat(found.missing()).isEqualTo(Map.of("Branch", 1));
        assertThat(found.faults()).isEmpty();
    }

    @Test
    void a_gap_matters_only_where_the_score_needs_the_cell() {
        Completeness found =
                Completeness.of(table(List.of("", "Yacht", ""), List.of("7", "House", "Bad")), CARD, "Class");

        assertThat(found.faults())
                .containsExactly(
                        "Column 'Age' of the data set is empty in 1 rows.",
                        "Column 'Class' of the data set is empty in 1 rows.",
                        "Column 'Purpose' of the data set holds in 1 rows what the model card does not know.");
    }

    @SafeVarargs
    private static Table table(List<String>... rows) {
        return new Table(List.of("Age", "Purpose", "Class"), List.of(rows));
    }
}
