package io.imprimatur.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.DemoUsers;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who is a member of every group, of a group and a role {@code camunda-admin} made for the purpose, and
 * Keycloak's administrator of the realm besides; gone when the test is over.
 */
final class Administrator implements AutoCloseable {

    static final String NAME = "root-of-all";

    private static final String ENGINES_OWN = "camunda-admin";

    private final People people = new People();

    private Administrator() {}

    static Administrator hire() {
        Administrator administrator = new Administrator();
        People people = administrator.people;
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("name", ENGINES_OWN);
        people.send("POST", "/roles", named).expect(201);
        people.send("POST", "/groups", named).expect(201);
        people.send(
                        "POST",
                        "/groups/" + id("/groups?exact=true&search=" + ENGINES_OWN, people) + "/role-mappings/realm",
                        JsonNodeFactory.instance.arrayNode().add(people.read("/roles/" + ENGINES_OWN)))
                .expect(204);
        List<String> groups = new ArrayList<>(DemoUsers.ALL);
        groups.add(ENGINES_OWN);
        people.add(NAME, groups.toArray(String[]::new));
        String client = id("/clients?clientId=realm-management", people);
        people.send(
                        "POST",
                        "/users/" + administrator.user() + "/role-mappings/clients/" + client,
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(people.read("/clients/" + client + "/roles/realm-admin")))
                .expect(204);
        return administrator;
    }

    private String user() {
        return id("/users?exact=true&username=" + NAME, people);
    }

    private static String id(String query, People people) {
        JsonNode found = people.read(query);
        if (found.size() != 1) {
            throw new AssertionError(query + " found " + found);
        }
        return found.path(0).path("id").asText();
    }

    @Override
    public void close() {
        JsonNode nothing = JsonNodeFactory.instance.objectNode();
        people.send("DELETE", "/users/" + user(), nothing).expect(204);
        people.send("DELETE", "/groups/" + id("/groups?exact=true&search=" + ENGINES_OWN, people), nothing)
                .expect(204);
        people.send("DELETE", "/roles/" + ENGINES_OWN, nothing).expect(204);
    }
}
