package io.imprimatur.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void an_id_reads_as_it_was_written() {
        ReleaseId release = ReleaseId.random();

        assertThat(ReleaseId.of(release.toString())).isEqualTo(release);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "not-a-uuid", "3f0c0000-0000-0000-0000-00000000000g"})
    void text_that_is_no_uuid_is_told_with_a_code(String text) {
        assertThatThrownBy(() -> VersionId.of(text)).isInstanceOfSatisfying(DomainException.class, refused -> {
            assertThat(refused.code()).isEqualTo("VERSION_ID_INVALID");
            assertThat(refused.kind().status()).isEqualTo(400);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Credit", "1credit", "credit_risk", "credit-", "../credit", "credit risk"})
    void a_name_that_would_not_do_in_an_address_is_refused(String name) {
        assertThatThrownBy(() -> ModelName.of(name)).isInstanceOf(DomainException.class);
    }

    @Test
    void a_digest_is_the_sha_256_of_the_bytes() {
        // FIPS 180-4, the example of one block.
        assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII)).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    void a_digest_in_another_form_is_refused(String hex) {
        assertThatThrownBy(() -> new Digest(hex)).isInstanceOf(DomainException.class);
    }

    @Test
    void a_verdict_cannot_fail_without_saying_why() {
        assertThatThrownBy(() -> Verdict.fail(List.of(), Map.of("brier", 0.3)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
