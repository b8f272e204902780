package io.imprimatur.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.registry.Datatype;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"card-1.json", "card-2.json", "card-2-amended.json", "card-3.json"})
    void the_cards_of_the_example_are_valid(String name) throws IOException {
        ObjectNode card = card(name);

        assertThatCode(() -> CardRules.require(card)).doesNotThrowAnyException();
    }

    @Test
    void every_fault_is_told_at_once_and_at_its_place() throws IOException {
        ObjectNode card = card("card-1.json");
        card.remove("purpose");
        card.put("naturalPersons", "yes");

        DomainException refused = refused(card);

        assertThat(refused.code()).isEqualTo("MODEL_CARD_INVALID");
        assertThat(refused).hasMessageContaining("2 faults");
        assertThat(refused.faults()).extracting(Fault::pointer).containsExactlyInAnyOrder("", "/naturalPersons");
        assertThat(refused.faults())
                .anySatisfy(fault -> assertThat(fault.message()).contains("purpose"));
    }

    @Test
    void what_is_of_a_special_category_is_marked_as_one() throws IOException {
        ObjectNode card = card("card-1.json");
        ObjectNode column = (ObjectNode) card.at("/personalData/0");
        column.put("article9", "health");
        assertThat(refused(card).faults())
                .extracting(Fault::pointer)
                .containsExactly("/personalData/0/specialCategory");

        column.put("specialCategory", true);
        assertThatCode(() -> CardRules.require(card)).doesNotThrowAnyException();
    }

    @Test
    void an_empty_card_is_no_card() {
        assertThat(refused(CanonicalJson.object()).faults()).isNotEmpty();
    }

    @Test
    void every_datatype_a_policy_for_nan_and_a_sample_for_each_input_may_be_said() throws IOException {
        ObjectNode card = card("card-1.json");
        for (Datatype datatype : Datatype.values()) {
            ObjectNode input = card.withArray("inputs").addObject();
            input.put("name", datatype.name()).put("datatype", datatype.name());
            input.putArray("shape").add(-1);
        }
        card.put("nonFiniteInputs", "accept");
        card.putObject("sample").putArray("BYTES").add("a");
        assertThatCode(() -> CardRules.require(card)).doesNotThrowAnyException();

        card.put("nonFiniteInputs", "perhaps");
        card.putObject("sample").putArray("BYTES").addNull();
        assertThat(refused(card).faults())
                .extracting(Fault::pointer)
                .contains("/nonFiniteInputs")
                .anyMatch(pointer -> pointer.startsWith("/sample"));
    }

    private static DomainException refused(ObjectNode card) {
        return catchThrowableOfType(DomainException.class, () -> CardRules.require(card));
    }

    private static ObjectNode card(String name) throws IOException {
        return (ObjectNode) CanonicalJson.mapper()
                .readTree(Path.of("../../examples/credit-risk").resolve(name).toFile());
    }
}
