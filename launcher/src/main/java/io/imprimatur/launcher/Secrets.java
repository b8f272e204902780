package io.imprimatur.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The passwords and keys of one stack, drawn once and kept in a file that only its owner reads. They go to the servers
 * through their environment and are never printed.
 */
public final class Secrets {

    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final String NAMES = "postgres database.owner database.app database.keycloak keycloak.admin"
            + " client.imprimatur-web client.imprimatur-directory client.prediction-client pseudonym.key inputs.key"
            + " webhook.key";

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    /** Reads the file; what it lacks is drawn and written before anything uses it. */
    public static Secrets in(Path home) {
        Path file = home.resolve("secrets.properties");
        Properties values = new Properties();
        try {
            Files.createDirectories(home);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
                try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    values.load(reader);
                }
            }
            if (complete(values)) {
                write(file, values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Secrets(values);
    }

    private static boolean complete(Properties values) {
        SecureRandom random = new SecureRandom();
        boolean drawn = false;
        for (String name : NAMES.split(" ")) {
            if (values.getProperty(name) == null) {
                byte[] bytes = new byte[BYTES];
                random.nextBytes(bytes);
                Base64.Encoder encoder = name.endsWith(".key")
                        ? Base64.getEncoder()
                        : Base64.getUrlEncoder().withoutPadding();
                values.setProperty(name, encoder.encodeToString(bytes));
                drawn = true;
            }
        }
        return drawn;
    }

    private static void write(Path file, Properties values) throws IOException {
        Path draft = file.resolveSibling("secrets.properties.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (Writer writer = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            values.store(writer, "Of this stack alone. Lost, its pseudonyms and passwords are lost with it.");
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    String postgres() {
        return get("postgres");
    }

    public String databaseOwner() {
        return get("database.owner");
    }

    public String databaseApp() {
        return get("database.app");
    }

    String databaseKeycloak() {
        return get("database.keycloak");
    }

    public String keycloakAdmin() {
        return get("keycloak.admin");
    }

    /** The secret of a confidential client of the realm. */
    public String client(String id) {
        return get("client." + id);
    }

    Map<String, String> clients() {
        return Map.of(
                "imprimatur-web", client("imprimatur-web"),
                "imprimatur-directory", client("imprimatur-directory"),
                "prediction-client", client("prediction-client"));
    }

    String pseudonymKey() {
        return get("pseudonym.key");
    }

    String inputsKey() {
        return get("inputs.key");
    }

    String webhookKey() {
        return get("webhook.key");
    }

    private String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("No secret is called " + name);
        }
        return value;
    }
}
