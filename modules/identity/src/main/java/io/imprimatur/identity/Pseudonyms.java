package io.imprimatur.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Turns the subject of a prediction into a keyed pseudonym: HMAC-SHA256 (RFC 2104) under a secret that only the
 * running system holds, so that nobody can find the person by trying names. The same subject has the same pseudonym,
 * and the same bucket under the same salt, on every node.
 */
@ApplicationScoped
public class Pseudonyms {

    /** Number of buckets: shares of traffic are counted in units of 0.01 %. */
    public static final int BUCKETS = 10_000;

    private static final int MINIMUM_KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Mac prototype;

    @Inject
    public Pseudonyms(@ConfigProperty(name = "imprimatur.pseudonym.key") String base64) {
        byte[] bytes = decode(base64);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.prototype = newMac(key);
    }

    /** For the container's proxy only. */
    protected Pseudonyms() {
        this.key = new SecretKeySpec(new byte[MINIMUM_KEY_BYTES], "HmacSHA256");
        this.prototype = newMac(key);
    }

    /** The pseudonym: 43 characters of base64url. */
    public String of(String subject) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac("subject\0" + subject));
    }

    /** The bucket of a pseudonym under a salt: uniform on 0 … 9,999. */
    public int bucket(String salt, String pseudonym) {
        long head = ByteBuffer.wrap(hmac("bucket\0" + salt + "\0" + pseudonym)).getLong();
        return (int) Long.remainderUnsigned(head, BUCKETS);
    }

    private byte[] hmac(String text) {
        return mac().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            // A clone shares the prepared key and saves the provider look-up on the hot path.
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            return newMac(key);
        }
    }

    private static Mac newMac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("IMPRIMATUR_PSEUDONYM_KEY is not base64.");
        }
        if (bytes.length < MINIMUM_KEY_BYTES) {
            throw new IllegalStateException("IMPRIMATUR_PSEUDONYM_KEY has " + bytes.length
                    + " bytes; it needs at least " + MINIMUM_KEY_BYTES + ". Make one with: openssl rand -base64 32");
        }
        return bytes;
    }
}
