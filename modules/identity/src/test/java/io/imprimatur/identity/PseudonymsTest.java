package io.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PseudonymsTest {

    private final Pseudonyms pseudonyms = new Pseudonyms(key("the first key, thirty-two bytes long"));

    @Test
    void a_subject_has_one_pseudonym_on_every_node_that_holds_the_key() {
        Pseudonyms elsewhere = new Pseudonyms(key("the first key, thirty-two bytes long"));

        assertThat(elsewhere.of("customer-17")).isEqualTo(pseudonyms.of("customer-17"));
    }

    @Test
    void nobody_finds_the_subject_by_trying_names_without_the_key() {
        Pseudonyms guesser = new Pseudonyms(key("another key, also thirty-two bytes.."));

        assertThat(guesser.of("customer-17")).isNotEqualTo(pseudonyms.of("customer-17"));
        assertThat(pseudonyms.of("customer-17")).hasSize(43).doesNotContain("customer", "17-");
    }

    @Test
    void buckets_are_even_so_that_a_share_is_the_share_of_subjects() {
        long belowFivePercent = IntStream.range(0, 100_000)
                .map(i -> pseudonyms.bucket("release", pseudonyms.of("customer-" + i)))
                .filter(bucket -> bucket < 500)
                .count();

        // Binomial(100,000, 0.05): five standard deviations are 345.
        assertThat(belowFivePercent).isBetween(4_655L, 5_345L);
    }

    @Test
    void another_salt_deals_the_same_subjects_anew() {
        String pseudonym = pseudonyms.of("customer-17");

        assertThat(IntStream.range(0, 50)
                        .map(i -> pseudonyms.bucket("release-" + i, pseudonym))
                        .distinct()
                        .count())
                .isGreaterThan(40);
        assertThat(pseudonyms.bucket("release-1", pseudonym)).isBetween(0, Pseudonyms.BUCKETS - 1);
    }

    @Test
    void a_key_that_is_too_short_to_resist_guessing_is_refused() {
        assertThatThrownBy(() -> new Pseudonyms(key("short")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least 32");
    }

    @Test
    void a_key_that_is_not_base64_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> new Pseudonyms("not/base64!"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("not/base64!");
    }

    private static String key(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
