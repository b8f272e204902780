package io.imprimatur.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/** The realm's clients, their scopes, mappers and service accounts. Secrets are Keycloak's and never touched. */
final class ClientProvisioning {

    private static final List<String> APART =
            List.of("protocolMappers", "defaultClientScopes", "optionalClientScopes", "secret");

    private final RealmResource realm;
    private final List<String> changes;

    ClientProvisioning(RealmResource realm, List<String> changes) {
        this.realm = realm;
        this.changes = changes;
    }

    void client(ObjectNode wanted) {
        String id = wanted.path("clientId").asText();
        List<ClientRepresentation> found = realm.clients().findByClientId(id);
        if (found.isEmpty()) {
            ClientRepresentation fresh = RealmDescription.JSON.convertValue(wanted, ClientRepresentation.class);
            try (Response response = realm.clients().create(fresh)) {
                if (response.getStatus() != 201) {
                    throw new IllegalStateException(
                            "Keycloak refused the client " + id + " with status " + response.getStatus());
                }
            }
            changes.add("client " + id + " created");
            // Keycloak gives a service account a scope that nobody asked for.
            if (wanted.has("defaultClientScopes")) {
                scopes(id, realm.clients().get(only(id)), wanted);
            }
            return;
        }
        ClientResource client = realm.clients().get(found.get(0).getId());
        settings(id, client, found.get(0), wanted);
        if (wanted.has("defaultClientScopes")) {
            scopes(id, client, wanted);
        }
        wanted.path("protocolMappers").forEach(mapper -> mapper(id, client, mapper));
    }

    private void settings(String id, ClientResource client, ClientRepresentation held, ObjectNode wanted) {
        ObjectNode is = RealmDescription.JSON.valueToTree(held);
        ObjectNode settings = wanted.deepCopy();
        settings.remove(APART);
        List<String> different = Difference.between(is, settings);
        if (!different.isEmpty()) {
            client.update(
                    RealmDescription.JSON.convertValue(Difference.applied(is, settings), ClientRepresentation.class));
            changes.add("client " + id + " changed: " + String.join(", ", different));
        }
    }

    private void scopes(String id, ClientResource client, ObjectNode wanted) {
        Set<String> names = new TreeSet<>();
        wanted.path("defaultClientScopes").forEach(name -> names.add(name.asText()));
        Map<String, String> known = new HashMap<>();
        realm.clientScopes().findAll().forEach(scope -> known.put(scope.getName(), scope.getId()));
        List<ClientScopeRepresentation> held = client.getDefaultClientScopes();
        for (ClientScopeRepresentation scope : held) {
            if (!names.contains(scope.getName())) {
                client.removeDefaultClientScope(scope.getId());
                changes.add("client " + id + " lost the scope " + scope.getName());
            }
        }
        Set<String> has = held.stream().map(ClientScopeRepresentation::getName).collect(Collectors.toSet());
        for (String name : names) {
            String scope = known.get(name);
            if (!has.contains(name) && scope != null) {
                client.addDefaultClientScope(scope);
                changes.add("client " + id + " got the scope " + name);
            }
        }
    }

    private void mapper(String id, ClientResource client, JsonNode wanted) {
        ProtocolMapperRepresentation mapper =
                RealmDescription.JSON.convertValue(wanted, ProtocolMapperRepresentation.class);
        for (ProtocolMapperRepresentation held : client.getProtocolMappers().getMappers()) {
            if (!held.getName().equals(mapper.getName())) {
                continue;
            }
            if (!Difference.between(RealmDescription.JSON.valueToTree(held), wanted)
                    .isEmpty()) {
                mapper.setId(held.getId());
                client.getProtocolMappers().update(held.getId(), mapper);
                changes.add("mapper " + mapper.getName() + " of client " + id + " changed");
            }
            return;
        }
        client.getProtocolMappers().createMapper(mapper).close();
        changes.add("mapper " + mapper.getName() + " of client " + id + " created");
    }

    /** Gives a service account exactly the client roles that are described, for each client that is named. */
    void serviceAccount(ObjectNode wanted) {
        String account = wanted.path("serviceAccountClientId").asText();
        String user = realm.clients().get(only(account)).getServiceAccountUser().getId();
        wanted.path("clientRoles").fields().forEachRemaining(entry -> {
            Set<String> roles = new TreeSet<>();
            entry.getValue().forEach(role -> roles.add(role.asText()));
            Provisioning.reconcile(
                    "service account of " + account,
                    realm.users().get(user).roles().clientLevel(only(entry.getKey())),
                    roles,
                    changes);
        });
    }

    private String only(String clientId) {
        return realm.clients().findByClientId(clientId).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The realm has no client " + clientId))
                .getId();
    }
}
