package io.imprimatur.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void equal_documents_have_equal_texts_whatever_the_order_of_their_members() {
        assertThat(CanonicalJson.text(CanonicalJson.parse("{ \"b\": [1.0, 2], \"a\": \"x\" }")))
                .isEqualTo("{\"a\":\"x\",\"b\":[1,2]}")
                .isEqualTo(CanonicalJson.text(CanonicalJson.parse("{\"a\":\"x\",\"b\":[1,2.00]}")));
    }

    @Test
    void numbers_are_written_as_rfc_8785_writes_them() {
        assertThat(CanonicalJson.text(CanonicalJson.parse("[333333333.33333329, 1E30, 4.50, 2e-3, 1e-27]")))
                .isEqualTo("[333333333.3333333,1e+30,4.5,0.002,1e-27]");
    }

    @Test
    void a_single_changed_figure_changes_the_digest() {
        assertThat(CanonicalJson.digest(CanonicalJson.parse("{\"rocAuc\":0.78}")))
                .isNotEqualTo(CanonicalJson.digest(CanonicalJson.parse("{\"rocAuc\":0.79}")));
    }

    @Test
    void a_doubled_member_is_refused_because_readers_would_disagree_on_which_counts() {
        assertThatThrownBy(() -> CanonicalJson.parse("{\"share\":500,\"share\":10000}"))
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refused -> assertThat(refused.code()).isEqualTo("JSON_INVALID"));
    }

    @Test
    void text_after_the_document_is_refused() {
        assertThatThrownBy(() -> CanonicalJson.parse("{} {}")).isInstanceOf(DomainException.class);
    }

    @Test
    void instants_and_durations_are_written_by_iso_8601() {
        assertThat(CanonicalJson.document(Map.of("at", Instant.EPOCH, "hold", Duration.ofSeconds(5)))
                        .toString())
                .contains("1970-01-01T00:00:00Z")
                .contains("PT5S");
    }
}
