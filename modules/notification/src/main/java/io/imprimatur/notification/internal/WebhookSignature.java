package io.imprimatur.notification.internal;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The signature of the Standard Webhooks specification 1.0.0: HMAC-SHA256 over id, time and body, joined by full stops,
 * in base64 after {@code v1,}. While a secret is being changed there are two, separated by a blank.
 */
final class WebhookSignature {

    private WebhookSignature() {}

    /** The value of the header {@code webhook-signature}. */
    static String of(List<byte[]> secrets, String id, long timestamp, String body) {
        String signed = id + "." + timestamp + "." + body;
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(Hmac.sha256(secret, signed)))
                .collect(Collectors.joining(" "));
    }
}
