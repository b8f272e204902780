package io.imprimatur.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/**
 * Applies a description to a Keycloak: creates what is missing, changes what differs, takes away role mappings of the
 * described groups and service accounts that are not described. Applied again it changes nothing.
 */
public final class Provisioning {

    private final RealmResource realm;
    private final RealmDescription description;
    private final List<String> changes = new ArrayList<>();

    private Provisioning(RealmResource realm, RealmDescription description) {
        this.realm = realm;
        this.description = description;
    }

    /**
     * Applies the description.
     *
     * @param keycloak logged in as somebody who may create and manage realms
     * @return what was changed, one sentence each, in order; empty when all was as wanted
     */
    public static List<String> apply(Keycloak keycloak, RealmDescription description) {
        if (keycloak.realms().findAll().stream()
                .noneMatch(held -> description.realm().equals(held.getRealm()))) {
            keycloak.realms().create(description.representation());
            return List.of("realm " + description.realm() + " created with its roles, groups and clients");
        }
        Provisioning provisioning = new Provisioning(keycloak.realm(description.realm()), description);
        provisioning.settings();
        description.roles().forEach(provisioning::role);
        description.groups().forEach(provisioning::group);
        ClientProvisioning clients = new ClientProvisioning(provisioning.realm, provisioning.changes);
        description.clients().forEach(clients::client);
        description.serviceAccounts().forEach(clients::serviceAccount);
        return List.copyOf(provisioning.changes);
    }

    private void settings() {
        ObjectNode is = RealmDescription.JSON.valueToTree(realm.toRepresentation());
        ObjectNode wanted = description.settings();
        List<String> different = Difference.between(is, wanted);
        if (!different.isEmpty()) {
            realm.update(RealmDescription.JSON.convertValue(Difference.applied(is, wanted), RealmRepresentation.class));
            changes.add("realm settings changed: " + String.join(", ", different));
        }
    }

    private void role(ObjectNode wanted) {
        RoleRepresentation role = RealmDescription.JSON.convertValue(wanted, RoleRepresentation.class);
        try {
            ObjectNode is = RealmDescription.JSON.valueToTree(
                    realm.roles().get(role.getName()).toRepresentation());
            if (!Difference.between(is, wanted).isEmpty()) {
                realm.roles().get(role.getName()).update(role);
                changes.add("role " + role.getName() + " changed");
            }
        } catch (NotFoundException e) {
            realm.roles().create(role);
            changes.add("role " + role.getName() + " created");
        }
    }

    private void group(ObjectNode wanted) {
        String name = wanted.path("name").asText();
        GroupRepresentation group = find(name);
        if (group == null) {
            GroupRepresentation fresh = new GroupRepresentation();
            fresh.setName(name);
            realm.groups().add(fresh).close();
            changes.add("group " + name + " created");
            group = find(name);
            if (group == null) {
                throw new IllegalStateException("Keycloak took the group " + name + " and does not know it");
            }
        }
        Set<String> roles = new TreeSet<>();
        wanted.path("realmRoles").forEach(role -> roles.add(role.asText()));
        reconcile("group " + name, realm.groups().group(group.getId()).roles().realmLevel(), roles, changes);
    }

    private @Nullable GroupRepresentation find(String name) {
        return realm.groups().groups(name, true, 0, 100, true).stream()
                .filter(group -> group.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Makes the holder have exactly these roles. */
    static void reconcile(String holder, RoleScopeResource held, Set<String> wanted, List<String> changes) {
        List<RoleRepresentation> has = held.listAll();
        List<RoleRepresentation> surplus =
                has.stream().filter(role -> !wanted.contains(role.getName())).toList();
        Set<String> names = has.stream().map(RoleRepresentation::getName).collect(Collectors.toSet());
        List<RoleRepresentation> missing = held.listAvailable().stream()
                .filter(role -> wanted.contains(role.getName()) && !names.contains(role.getName()))
                .toList();
        if (!surplus.isEmpty()) {
            held.remove(surplus);
            changes.add(holder + " lost " + names(surplus));
        }
        if (!missing.isEmpty()) {
            held.add(missing);
            changes.add(holder + " got " + names(missing));
        }
    }

    private static String names(List<RoleRepresentation> roles) {
        return roles.stream().map(RoleRepresentation::getName).sorted().collect(Collectors.joining(", "));
    }
}
