package io.imprimatur.privacy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are published examples of their kinds or made for the test; none belongs to a person. */
class IdentifiersTest {

    private final Identifiers german = new Identifiers("DE");
    private final Identifiers abroad = new Identifiers(null);

    @ParameterizedTest
    @CsvSource({
        "Write to hans.meier@example.com., EMAIL",
        "<o'neil+loans@sub.example.co.uk>, EMAIL",
        "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF, IBAN",
        "gb82west12345698765432, IBAN",
        "NO93 8601 1117 947, IBAN",
        "paid with 4111 1111 1111 1111, CARD",
        "378282246310005, CARD",
        "5555-5555-5555-4444 exp 12/27, CARD",
        "IdNr 86 095 742 719, GERMAN_TAX_ID",
        "47036892816, GERMAN_TAX_ID",
        "1 84 12 76 451 089 46, FRENCH_NIR",
        "12345678Z, SPANISH_DNI",
        "x-1234567-l, SPANISH_DNI",
        "RSSMRA85T10A562S, ITALIAN_TAX_CODE",
        "rssmra85t10a56nh, ITALIAN_TAX_CODE",
        "44051401359, POLISH_PESEL",
        "call +49 30 901820, PHONE",
        "call 0049 30 901820, PHONE",
        "signed: Hans Hofmann, NAME",
        "Dr. Marie-Luise von der Heide, NAME",
        "by Karl-Heinz van den Berg and colleagues, NAME",
        "'Hofmann, Hans', NAME"
    })
    void each_kind_is_found_in_a_text(String text, Identifier kind) {
        assertThat(abroad.in(text)).containsExactly(Map.entry(kind, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE88 3704 0044 0532 0130 00", // one digit off
                "4111 1111 1111 1112",
                "86095742718",
                "1 84 12 76 451 089 47",
                "12345678A",
                "RSSMRA85T10A562T",
                "44051401358",
                "44054401359", // no such day
                "me@localhost",
                "a@b",
                "0.41111111111111111", // a decimal number
                "x4111111111111111", // part of a word
                "+49 12",
                "Statlog (German Credit Data), University of Hamburg, CC BY 4.0: 400 of 1,000 applications",
                "Hans and nobody else",
                "Will Smith", // a word that is a name too does not stand out
                "Male.Single",
                "UnemployedUnskilled",
                "2026-11-25T09:00:00Z",
                "1169",
                ""
            })
    void what_only_looks_like_one_is_left_alone(String text) {
        assertThat(abroad.in(text)).isEmpty();
    }

    @Test
    void a_number_without_a_country_code_is_read_by_the_region_of_the_data() {
        assertThat(german.in("Tel. 030 901820")).containsExactly(Map.entry(Identifier.PHONE, 1));
        assertThat(abroad.in("Tel. 030 901820")).isEmpty();
        assertThat(german.in("Amount 30901820 of 15 October")).isEmpty();
    }

    @Test
    void several_in_one_text_are_counted_each_once() {
        assertThat(german.in("a@example.com, b@example.com; DE89370400440532013000; 4111111111111111; Anna Weber, "
                        + "Hans Weber and +49 30 901820"))
                .isEqualTo(Map.of(
                        Identifier.EMAIL,
                        2,
                        Identifier.IBAN,
                        1,
                        Identifier.CARD,
                        1,
                        Identifier.NAME,
                        2,
                        Identifier.PHONE,
                        1));
    }

    @Test
    void a_long_text_takes_a_time_that_grows_with_its_length_alone() {
        String hostile = "A-".repeat(100_000) + "@".repeat(1000) + "1 ".repeat(100_000) + "DE89".repeat(50_000);

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> german.in(hostile)))
                .isNotNull();
    }
}
