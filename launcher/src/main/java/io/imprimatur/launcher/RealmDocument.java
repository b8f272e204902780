package io.imprimatur.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The realm as the project describes it, made whole for one stack: with the base address and the clients' secrets, and
 * for the demo with its users, clients and the mark that every token of it carries.
 */
final class RealmDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BASE_URL = "${imprimatur.base.url}";

    private RealmDocument() {}

    /**
     * Reads and completes the description.
     *
     * @param folder {@code config/keycloak}
     * @param secrets by client id; a confidential client without one is left out of no realm, but gets Keycloak's own
     */
    static ObjectNode read(Path folder, boolean demo, String baseUrl, Map<String, String> secrets) {
        if (demo && !LOOPBACK.contains(URI.create(baseUrl).getHost())) {
            throw new LaunchFailed(
                    "The demo's passwords are public, so its realm belongs to a loopback address and not to " + baseUrl
                            + ".");
        }
        try {
            ObjectNode realm = parse(folder.resolve("imprimatur-realm.json"), baseUrl);
            if (demo) {
                addDemo(realm, parse(folder.resolve("demo.json"), baseUrl));
            }
            for (JsonNode client : realm.withArray("clients")) {
                String secret = secrets.get(client.path("clientId").asText());
                if (secret != null && client instanceof ObjectNode confidential) {
                    confidential.put("secret", secret);
                }
            }
            return realm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parse(Path file, String baseUrl) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readString(file).replace(BASE_URL, baseUrl));
    }

    private static void addDemo(ObjectNode realm, ObjectNode demo) {
        for (String list : new String[] {"clients", "users"}) {
            ArrayNode all = realm.withArray(list);
            demo.withArray(list).forEach(all::add);
        }
        ((ObjectNode) realm.withObject("/attributes")).setAll((ObjectNode) demo.path("attributes"));
        for (JsonNode client : realm.withArray("clients")) {
            if (client instanceof ObjectNode object
                    && !object.path("bearerOnly").asBoolean()) {
                demo.path("protocolMappersOfEveryClient").forEach(object.withArray("protocolMappers")::add);
            }
        }
    }
}
