package io.imprimatur.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.ModelName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineEventTest {

    private static final ModelName MODEL = new ModelName("credit-risk");

    @Test
    void states_digests_and_numbers_leave() {
        Map<String, String> facts = Map.of("to", "IN_SERVICE", "evidence", "ab".repeat(32), "versionNumber", "12");

        assertThat(event(facts).facts()).isEqualTo(facts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mr Miller asked for it",
                "miller@example.org",
                "DE02 1203 0000 0000 2020 51",
                "miller",
                "",
                "A\nB"
            })
    void whatever_could_be_free_text_stays(String fact) {
        assertThatThrownBy(() -> event(Map.of("reason", fact)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void the_names_of_events_are_those_of_the_specification() {
        assertThat(EventType.values())
                .extracting(EventType::wireName)
                .allMatch(name -> name.matches("[a-z0-9_]+(\\.[a-z0-9_]+)*"))
                .allMatch(name -> EventType.of(name).isPresent());
    }

    private static PipelineEvent event(Map<String, String> facts) {
        return new PipelineEvent(EventType.RELEASE_STATE_CHANGED, MODEL, null, null, facts);
    }
}
