package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that webhooks are signed with. None is stored: each is derived, by HMAC-SHA256 under the house's webhook
 * key, from the endpoint's id and the number of its secret. A copy of the database signs nothing.
 */
@ApplicationScoped
public class WebhookSecrets {

    private static final int MINIMUM_KEY_BYTES = 32;

    private final byte @Nullable [] key;
    private final String whyOff;

    @Inject
    public WebhookSecrets(@ConfigProperty(name = "imprimatur.webhook.key") Optional<String> base64) {
        byte[] bytes = decode(base64.orElse(""));
        this.key = bytes.length < MINIMUM_KEY_BYTES ? null : bytes;
        this.whyOff = base64.isEmpty()
                ? "IMPRIMATUR_WEBHOOK_KEY is not set"
                : "IMPRIMATUR_WEBHOOK_KEY is not base64 of " + MINIMUM_KEY_BYTES + " bytes or more";
    }

    /** For the container's proxy only. */
    protected WebhookSecrets() {
        this.key = null;
        this.whyOff = "";
    }

    /** Why no webhook is sent; null when they are. */
    public @Nullable String whyOff() {
        return key == null ? whyOff : null;
    }

    /**
     * The endpoint's secret of this number, 32 bytes.
     *
     * @throws IllegalStateException while webhooks are off
     */
    public byte[] of(UUID endpoint, int number) {
        if (key == null) {
            throw new IllegalStateException(whyOff);
        }
        return Hmac.sha256(key, "webhook secret\0" + endpoint + "\0" + number);
    }

    /** As it is given to the receiver, in the form of Standard Webhooks. */
    public String text(UUID endpoint, int number) {
        return "whsec_" + Base64.getEncoder().encodeToString(of(endpoint, number));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
