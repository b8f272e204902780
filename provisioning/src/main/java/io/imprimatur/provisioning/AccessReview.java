package io.imprimatur.provisioning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Who holds which of the described roles, people and service accounts alike, by whatever way they came to them. */
public final class AccessReview {

    private static final int PAGE = 100;

    private final RealmResource realm;
    private final Set<String> roles;

    /**
     * One holder.
     *
     * @param subject the id that tokens and audit trails carry
     * @param roles the described roles held, by group or directly; empty for somebody who holds none
     * @param lastChange of the user or his mappings, as far as Keycloak's admin events reach back
     */
    public record Entry(
            String username, String subject, Set<String> roles, boolean enabled, Optional<Instant> lastChange) {}

    private AccessReview(RealmResource realm, Set<String> roles) {
        this.realm = realm;
        this.roles = roles;
    }

    /** Reviews everybody in the described realm, sorted by name. */
    public static List<Entry> of(Keycloak keycloak, RealmDescription description) {
        Set<String> roles = description.roles().stream()
                .map(role -> role.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        return new AccessReview(keycloak.realm(description.realm()), roles).entries();
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        List<UserRepresentation> page;
        int first = 0;
        do {
            page = realm.users().list(first, PAGE);
            page.forEach(user -> entries.add(entry(user)));
            first += PAGE;
        } while (page.size() == PAGE);
        for (ClientRepresentation client : realm.clients().findAll()) {
            if (Boolean.TRUE.equals(client.isServiceAccountsEnabled())) {
                entries.add(entry(realm.clients().get(client.getId()).getServiceAccountUser()));
            }
        }
        entries.sort(Comparator.comparing(Entry::username));
        return entries;
    }

    private Entry entry(UserRepresentation user) {
        Set<String> held = realm.users().get(user.getId()).roles().realmLevel().listEffective().stream()
                .map(RoleRepresentation::getName)
                .filter(roles::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Entry(
                user.getUsername(),
                user.getId(),
                held,
                Boolean.TRUE.equals(user.isEnabled()),
                lastChange(user.getId()));
    }

    private Optional<Instant> lastChange(String user) {
        return realm.getAdminEvents(null, null, null, null, null, "users/" + user + "*", null, null, 0, PAGE).stream()
                .map(AdminEventRepresentation::getTime)
                .max(Comparator.naturalOrder())
                .map(Instant::ofEpochMilli);
    }
}
