package io.imprimatur.monitoring.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    private Path home;

    @Test
    void a_file_says_the_same_as_the_variable() throws Exception {
        Path file = Files.writeString(home.resolve("inputs.key"), KEY + "\n");
        byte[] dataKey = {1, 2, 3};

        MasterKeys.Wrapped wrapped = given(KEY).wrap(dataKey, "somebody");

        assertThat(new MasterKeys(Optional.empty(), Optional.of(file.toString())).unwrap(wrapped, "somebody"))
                .isEqualTo(dataKey);
    }

    @Test
    void a_key_of_one_subject_is_not_anothers() throws Exception {
        MasterKeys.Wrapped wrapped = given(KEY).wrap(new byte[32], "somebody");

        assertThatThrownBy(() -> given(KEY).unwrap(wrapped, "somebody else"));
    }

    @Test
    void without_a_key_or_with_two_places_for_it_nothing_starts() {
        assertThatThrownBy(() -> new MasterKeys(Optional.empty(), Optional.empty()))
                .hasMessageContaining("IMPRIMATUR_INPUTS_KEY");
        assertThatThrownBy(() -> new MasterKeys(
                        Optional.of(KEY), Optional.of(home.resolve("inputs.key").toString())))
                .hasMessageContaining("IMPRIMATUR_INPUTS_KEY_FILE");
        assertThatThrownBy(() -> new MasterKeys(
                        Optional.empty(), Optional.of(home.resolve("nowhere").toString())))
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64", "AAAA"})
    void what_is_no_key_is_refused_and_not_repeated(String wrong) {
        assertThatThrownBy(() -> given(wrong))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .doesNotContain(wrong)
                .contains("IMPRIMATUR_INPUTS_KEY");
    }

    private static MasterKeys given(String keys) {
        return new MasterKeys(Optional.of(keys), Optional.empty());
    }
}
