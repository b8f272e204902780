package io.imprimatur.app.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Where Keycloak is and how this house is known to it. */
@ApplicationScoped
public class SecuritySettings {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String issuer;
    private final String audience;
    private final String clientId;
    private final String clientSecret;
    private final URI baseUrl;
    private final boolean demo;

    @Inject
    public SecuritySettings(
            @ConfigProperty(name = "imprimatur.oidc.issuer") String issuer,
            @ConfigProperty(name = "imprimatur.oidc.audience", defaultValue = "imprimatur-api") String audience,
            @ConfigProperty(name = "imprimatur.oidc.client.id", defaultValue = "imprimatur-web") String clientId,
            @ConfigProperty(name = "imprimatur.oidc.client.secret") String clientSecret,
            @ConfigProperty(name = "imprimatur.base.url", defaultValue = "http://localhost:8080") String baseUrl,
            @ConfigProperty(name = "imprimatur.demo", defaultValue = "false") boolean demo) {
        this.issuer = issuer;
        this.audience = audience;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.baseUrl = URI.create(baseUrl);
        this.demo = demo;
    }

    /** For the container's proxy only. */
    protected SecuritySettings() {
        this("", "", "", "", "http://localhost", false);
    }

    /** The demo's users have passwords that everybody knows: they live on this machine or not at all. */
    void refuseDemoAbroad(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (demo
                && !(LOOPBACK.contains(baseUrl.getHost())
                        && LOOPBACK.contains(URI.create(issuer).getHost()))) {
            throw new IllegalStateException("IMPRIMATUR_DEMO is on, but " + baseUrl + " or " + issuer
                    + " is not on this machine. The demo realm's passwords are public: it runs on localhost only.");
        }
    }

    /** Whether this is the demo on somebody's own machine. */
    public boolean demo() {
        return demo;
    }

    public String issuer() {
        return issuer;
    }

    /** One of Keycloak's OpenID Connect endpoints: {@code auth}, {@code token}, {@code certs}, {@code logout}. */
    public URI endpoint(String name) {
        return URI.create(issuer + "/protocol/openid-connect/" + name);
    }

    public String audience() {
        return audience;
    }

    public String clientId() {
        return clientId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    /** This house as its visitors see it, without a slash at the end. */
    public String baseUrl() {
        return baseUrl.toString();
    }

    /** Whether a request that names its origin comes from a page of another house. */
    boolean isForeign(@Nullable String origin) {
        return origin != null && !origin.equals(baseUrl.getScheme() + "://" + baseUrl.getAuthority());
    }

    /** Whether visitors come by https, so that cookies must never leave by anything else. */
    public boolean secure() {
        return "https".equals(baseUrl.getScheme());
    }
}
