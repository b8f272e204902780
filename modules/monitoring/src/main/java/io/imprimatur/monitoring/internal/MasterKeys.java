package io.imprimatur.monitoring.internal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The keys that encrypt data keys. They come from an environment variable or a file and are never stored. The first one
 * encrypts; those behind it are former ones, which only decrypt what was encrypted under them.
 */
@ApplicationScoped
public class MasterKeys {

    private static final int BYTES = 32;
    private static final int ID_DIGITS = 16;

    private final Map<String, Aead> keys = new LinkedHashMap<>();

    /**
     * A data key under the master key of this id.
     *
     * @param master the id
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as the database has them
    record Wrapped(String master, byte[] bytes) {}

    @Inject
    public MasterKeys(
            @ConfigProperty(name = "imprimatur.inputs.key") Optional<String> given,
            @ConfigProperty(name = "imprimatur.inputs.key-file") Optional<String> file) {
        if (given.isPresent() == file.isPresent()) {
            throw new IllegalStateException(
                    "The inputs of predictions are recorded encrypted, so a key is needed: set either"
                            + " IMPRIMATUR_INPUTS_KEY or IMPRIMATUR_INPUTS_KEY_FILE. Make a key with: openssl rand -base64"
                            + " 32");
        }
        for (String key :
                given.orElseGet(() -> read(Path.of(file.orElseThrow()))).strip().split("[\\s,]+")) {
            add(key);
        }
    }

    /** For the container's proxy only. */
    protected MasterKeys() {}

    /** A node without its keys does not start: it would answer nothing that must be recorded. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("There is no master key.");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("IMPRIMATUR_INPUTS_KEY_FILE cannot be read: " + file, e);
        }
    }

    private void add(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("A key of IMPRIMATUR_INPUTS_KEY or its file is not base64.");
        }
        if (key.length != BYTES) {
            throw new IllegalStateException("A key of IMPRIMATUR_INPUTS_KEY or its file has " + key.length
                    + " bytes; it needs " + BYTES + ". Make one with: openssl rand -base64 32");
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            keys.put(HexFormat.of().formatHex(digest).substring(0, ID_DIGITS), new AesGcmJce(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and AES-GCM", e);
        }
    }

    /** Encrypts a data key, bound to whose it is. */
    Wrapped wrap(byte[] dataKey, String owner) throws GeneralSecurityException {
        Map.Entry<String, Aead> first = keys.entrySet().iterator().next();
        return new Wrapped(first.getKey(), first.getValue().encrypt(dataKey, bound(owner)));
    }

    byte[] unwrap(Wrapped wrapped, String owner) throws GeneralSecurityException {
        Aead master = keys.get(wrapped.master());
        if (master == null) {
            throw new GeneralSecurityException("Data keys were encrypted under master key " + wrapped.master()
                    + ", which is not among those given. Add it behind the present one.");
        }
        return master.decrypt(wrapped.bytes(), bound(owner));
    }

    private static byte[] bound(String owner) {
        return owner.getBytes(StandardCharsets.UTF_8);
    }
}
