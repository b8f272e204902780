package io.imprimatur.provisioning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * The realm as {@code config/keycloak/imprimatur-realm.json} describes it: Keycloak's own export format, without
 * secrets. What the file does not mention, provisioning does not touch.
 */
public final class RealmDescription {

    static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private static final List<String> PARTS = List.of("roles", "groups", "clients", "users");
    private static final String BASE_URL = "${imprimatur.base.url}";

    private final ObjectNode document;

    private RealmDescription(ObjectNode document) {
        this.document = document;
    }

    /**
     * Reads a description.
     *
     * @param baseUrl where browsers reach the application, without a slash at the end; redirects lead there
     */
    public static RealmDescription read(Path file, URI baseUrl) {
        try {
            return new RealmDescription(
                    (ObjectNode) JSON.readTree(Files.readString(file).replace(BASE_URL, baseUrl.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String realm() {
        return document.path("realm").asText();
    }

    /** The whole, as Keycloak imports it. */
    RealmRepresentation representation() {
        return JSON.convertValue(document, RealmRepresentation.class);
    }

    /** The realm's own settings, without its roles, groups, clients and users. */
    ObjectNode settings() {
        ObjectNode settings = document.deepCopy();
        settings.remove(PARTS);
        return settings;
    }

    List<ObjectNode> roles() {
        return objects(document.path("roles").path("realm"));
    }

    List<ObjectNode> groups() {
        return objects(document.path("groups"));
    }

    List<ObjectNode> clients() {
        return objects(document.path("clients"));
    }

    /** The service accounts and what they may. */
    List<ObjectNode> serviceAccounts() {
        return objects(document.path("users")).stream()
                .filter(user -> user.has("serviceAccountClientId"))
                .toList();
    }

    static List<ObjectNode> objects(JsonNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        list.forEach(one -> objects.add((ObjectNode) one));
        return objects;
    }
}
