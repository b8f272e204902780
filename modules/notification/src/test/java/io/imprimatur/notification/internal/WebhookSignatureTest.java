package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** The vector that the libraries of Standard Webhooks are tested with. */
    private static final byte[] PUBLISHED = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1_614_265_330L;
    private static final String BODY = "{\"test\": 2432232314}";

    @Test
    void the_published_vector_is_met() {
        assertThat(WebhookSignature.of(List.of(PUBLISHED), ID, TIMESTAMP, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void while_a_secret_changes_both_sign() {
        byte[] other = new byte[32];

        assertThat(WebhookSignature.of(List.of(other, PUBLISHED), ID, TIMESTAMP, BODY))
                .matches("v1,[A-Za-z0-9+/]{43}= v1,g0hM9SsE\\+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void another_id_time_or_body_has_another_signature() {
        String signed = sign(ID, TIMESTAMP, BODY);

        assertThat(List.of(
                        sign(ID + "x", TIMESTAMP, BODY),
                        sign(ID, TIMESTAMP + 1, BODY),
                        sign(ID, TIMESTAMP, BODY + " ")))
                .doesNotContain(signed)
                .doesNotHaveDuplicates();
    }

    @Test
    void secrets_are_derived_from_the_key_so_that_each_endpoint_and_number_has_its_own() {
        WebhookSecrets secrets = new WebhookSecrets(Optional.of(key('k')));
        WebhookSecrets again = new WebhookSecrets(Optional.of(key('k')));
        WebhookSecrets others = new WebhookSecrets(Optional.of(key('o')));
        UUID endpoint = new UUID(1, 2);

        assertThat(secrets.text(endpoint, 1))
                .matches("whsec_[A-Za-z0-9+/]{43}=")
                .isEqualTo(again.text(endpoint, 1));
        assertThat(List.of(
                        secrets.text(endpoint, 1),
                        secrets.text(endpoint, 2),
                        secrets.text(new UUID(1, 3), 1),
                        others.text(endpoint, 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void without_a_key_of_32_bytes_webhooks_are_off_and_say_why() {
        assertThat(new WebhookSecrets(Optional.empty()).whyOff()).contains("IMPRIMATUR_WEBHOOK_KEY is not set");
        assertThat(new WebhookSecrets(Optional.of("c2hvcnQ=")).whyOff()).contains("32 bytes");
        assertThat(new WebhookSecrets(Optional.of("no base64!")).whyOff()).contains("32 bytes");
        assertThat(new WebhookSecrets(Optional.of(key('k'))).whyOff()).isNull();
    }

    private static String sign(String id, long timestamp, String body) {
        return WebhookSignature.of(List.of(PUBLISHED), id, timestamp, body);
    }

    private static String key(char letter) {
        return Base64.getEncoder()
                .encodeToString(String.valueOf(letter).repeat(32).getBytes());
    }
}
