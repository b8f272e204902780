package io.imprimatur.launcher.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditRiskTest {

    private final CreditRisk example = new CreditRisk(project());

    @Test
    void a_row_is_twenty_numbers_in_the_order_of_the_card() {
        List<CreditRisk.Row> rows = example.liveRows();
        assertThat(rows).hasSize(400).allSatisfy(row -> {
            assertThat(row.values()).hasSize(20);
            assertThat(row.outcome()).isIn("Good", "Bad");
        });
        assertThat(rows.get(0).subject()).isEqualTo(1);
        // Duration and amount of the first line; its checking account is 'gt.200', which the card calls 1.
        assertThat(rows.get(0).values()).startsWith(24.0, 1925.0).element(9).isEqualTo(1.0);
    }

    @Test
    void unseen_rows_carry_a_purpose_that_no_live_row_has() {
        int purpose = 11;
        List<Double> seen = example.liveRows().stream()
                .map(row -> row.values().get(purpose))
                .toList();
        assertThat(example.unseenRows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.values().get(purpose)).isNotIn(seen));
    }

    private static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("imprimatur"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
