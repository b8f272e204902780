package io.imprimatur.workflows.internal;

import java.util.List;
import org.camunda.bpm.extension.keycloak.KeycloakConfiguration;
import org.camunda.bpm.extension.keycloak.KeycloakIdentityProviderFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * Users and groups as Keycloak has them, read-only: a user's id is his Keycloak id (the token's {@code sub}), a
 * group's id its name. Keycloak is asked only when somebody looks people up, so the engine starts, and rolls back,
 * without it; the plugin's own factory would wait for a silent Keycloak without end.
 */
final class DirectoryFactory extends KeycloakIdentityProviderFactory {

    private static final int TIMEOUT_MILLIS = 3000;

    private DirectoryFactory(KeycloakConfiguration directory) {
        super(directory, List.of());
        if (restTemplate.getRequestFactory() instanceof HttpComponentsClientHttpRequestFactory http) {
            http.setConnectTimeout(TIMEOUT_MILLIS);
            http.setConnectionRequestTimeout(TIMEOUT_MILLIS);
            http.setReadTimeout(TIMEOUT_MILLIS);
        }
    }

    /**
     * Reads one realm.
     *
     * @param issuer the realm's issuer, {@code …/realms/NAME}
     * @param server Keycloak's address
     * @param client a client with a service account that may view and query users and groups
     */
    static DirectoryFactory of(String issuer, String server, String client, String secret) {
        KeycloakConfiguration directory = new KeycloakConfiguration();
        directory.setKeycloakIssuerUrl(issuer);
        String base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        directory.setKeycloakAdminUrl(base + "/admin/realms/" + issuer.substring(issuer.lastIndexOf('/') + 1));
        directory.setClientId(client);
        directory.setClientSecret(secret);
        directory.setUseGroupPathAsCamundaGroupId(true);
        return new DirectoryFactory(directory);
    }
}
