package io.imprimatur.provisioning;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;

/** The command line: {@code apply} and {@code access-review}; everything else comes from the environment. */
public final class Main {

    private static final String USAGE = """
            Usage: java -jar provisioning.jar COMMAND
              apply           bring the realm to what config/keycloak/imprimatur-realm.json says, print what changed
              access-review   print who holds which role
            Environment: IMPRIMATUR_KEYCLOAK_URL, IMPRIMATUR_BASE_URL, IMPRIMATUR_REALM_FILE,
              IMPRIMATUR_PROVISIONING_CLIENT_ID and _SECRET (a service account in the realm master), or
              IMPRIMATUR_PROVISIONING_USER and _PASSWORD""";

    private final Map<String, String> environment;
    private final PrintStream out;

    private Main(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new Main(System.getenv(), out).run(arguments.length == 1 ? arguments[0] : ""));
    }

    private int run(String command) {
        if (!command.equals("apply") && !command.equals("access-review")) {
            out.println(USAGE);
            return 2;
        }
        RealmDescription description = RealmDescription.read(
                Path.of(setting("IMPRIMATUR_REALM_FILE", "config/keycloak/imprimatur-realm.json")),
                URI.create(setting("IMPRIMATUR_BASE_URL", "http://localhost:8080")));
        try (Keycloak keycloak = keycloak()) {
            if (command.equals("apply")) {
                List<String> changes = Provisioning.apply(keycloak, description);
                changes.forEach(out::println);
                out.println(changes.isEmpty() ? "Nothing to change." : changes.size() + " changes.");
            } else {
                review(keycloak, description);
            }
            return 0;
        } catch (WebApplicationException | ProcessingException e) {
            out.println("Keycloak at " + setting("IMPRIMATUR_KEYCLOAK_URL", "http://localhost:8180")
                    + " did not do it: " + e.getMessage());
            return 1;
        }
    }

    private void review(Keycloak keycloak, RealmDescription description) {
        String line = "%-40s %-38s %-8s %-28s %s%n";
        out.printf(line, "USER", "SUBJECT", "ENABLED", "LAST CHANGE", "ROLES");
        for (AccessReview.Entry entry : AccessReview.of(keycloak, description)) {
            out.printf(
                    line,
                    entry.username(),
                    entry.subject(),
                    entry.enabled() ? "yes" : "no",
                    entry.lastChange().map(Instant::toString).orElse("not known"),
                    entry.roles().isEmpty() ? "-" : String.join(", ", entry.roles()));
        }
    }

    private Keycloak keycloak() {
        KeycloakBuilder builder = KeycloakBuilder.builder()
                .serverUrl(setting("IMPRIMATUR_KEYCLOAK_URL", "http://localhost:8180"))
                .realm("master");
        String client = setting("IMPRIMATUR_PROVISIONING_CLIENT_ID", "");
        if (!client.isEmpty()) {
            return builder.grantType("client_credentials")
                    .clientId(client)
                    .clientSecret(setting("IMPRIMATUR_PROVISIONING_CLIENT_SECRET", ""))
                    .build();
        }
        return builder.grantType("password")
                .clientId("admin-cli")
                .username(setting("IMPRIMATUR_PROVISIONING_USER", "admin"))
                .password(setting("IMPRIMATUR_PROVISIONING_PASSWORD", ""))
                .build();
    }

    private String setting(String name, String usual) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? usual : value;
    }
}
