package io.imprimatur.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The card of the example tells programs what they need to send rows to its model. */
class ModelCardTest {

    private final ModelCard card;

    ModelCardTest() throws IOException {
        JsonNode document = CanonicalJson.mapper()
                .readTree(Path.of("../../examples/credit-risk/card-1.json").toFile());
        card = new ModelCard(1, Digest.of(new byte[] {1}), document);
    }

    @Test
    void it_names_the_tensors() {
        assertThat(card.signature().inputs()).singleElement().satisfies(input -> {
            assertThat(input.datatype()).isEqualTo(Datatype.FP32);
            assertThat(input.shape()).isEqualTo(List.of(-1L, 20L));
        });
        assertThat(card.signature().outputs())
                .singleElement()
                .satisfies(output -> assertThat(output.shape()).isEqualTo(List.of(-1L, 2L)));
        assertThat(card.outputLabels()).containsExactly("Good", "Bad");
    }

    @Test
    void it_names_the_columns_in_the_order_of_the_tensor() {
        assertThat(card.columns()).hasSize(20);
        assertThat(card.columns().get(0)).isEqualTo(new Column("Duration", Column.Kind.NUMBER, Map.of()));
    }

    @Test
    void each_label_of_a_category_has_a_code_of_its_own() {
        assertThat(card.columns())
                .filteredOn(column -> column.kind() == Column.Kind.CATEGORY)
                .isNotEmpty()
                .allSatisfy(column ->
                        assertThat(column.codes().values()).isNotEmpty().doesNotHaveDuplicates());
    }
}
