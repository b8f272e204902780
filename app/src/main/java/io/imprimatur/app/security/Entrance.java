package io.imprimatur.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import io.imprimatur.identity.Role;
import io.imprimatur.serving.BlockedClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The one way in. A path decides how: {@code /api} and {@code /v2} by bearer token, {@code /camunda} by a browser
 * session. A session may also read {@code /api}, so that a reviewer's form can show the evidence; of what is written
 * there it may write what {@link FormWrites} names and nothing else. Everything not named here stays closed.
 */
@ApplicationScoped
public class Entrance implements HttpAuthenticationMechanism {

    private static final Logger LOG = Logger.getLogger(Entrance.class.getName());
    private static final Set<String> PUBLIC = Set.of("/v2/health/live", "/v2/health/ready", "/v2/openapi.json");
    private static final String BEARER = "Bearer ";
    private static final String REALM = "Bearer realm=\"imprimatur\"";

    /**
     * Camunda's own doors: first-administrator set-up and password login. Keycloak is the only one who lets in. And the
     * workers' door, which no process of the house needs and which would answer out of its request.
     */
    private static final Pattern CAMUNDA_DOORS = Pattern.compile("/camunda/(api/admin/setup(/.*)?"
            + "|api/admin/auth/user/[^/]+/login/.*|app/[^/]+/[^/]*/?setup.*"
            + "|api/engine/engine/([^/]+/)?external-task/fetchAndLock(/.*)?)");

    private final Tokens tokens;
    private final Login login;
    private final FormWrites forms;
    private final SecuritySettings settings;
    private final BlockedClients blocked;

    @Inject
    public Entrance(Tokens tokens, Login login, FormWrites forms, SecuritySettings settings, BlockedClients blocked) {
        this.tokens = tokens;
        this.login = login;
        this.forms = forms;
        this.settings = settings;
        this.blocked = blocked;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Entrance() {
        this(new Tokens(), new Login(), new FormWrites(), new SecuritySettings(), null);
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String path = path(request);
        if (PUBLIC.contains(path)) {
            return context.doNothing();
        }
        if (under(path, "/api") || under(path, "/v2")) {
            return bearer(path, request, response, context);
        }
        if (under(path, "/camunda")) {
            return browser(path, request, response, context);
        }
        // The start page and the server's own health, metrics and openapi.
        return context.doNothing();
    }

    private AuthenticationStatus bearer(
            String path, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            boolean written = forms.know(path, request);
            Optional<Identity> session =
                    written || readsWithSession(path, request) ? login.identity(request) : Optional.empty();
            if (written && session.isPresent() && !forms.areOurs(request)) {
                return Refusal.foreign(response);
            }
            return session.map(identity -> welcome(request, context, identity))
                    .orElseGet(() -> Refusal.unauthorized(
                            response, REALM, "TOKEN_MISSING", "Send an access token: Authorization: Bearer <token>."));
        }
        try {
            Identity identity = tokens.verify(header.substring(BEARER.length()).trim());
            return isShutOut(identity) ? Refusal.blocked(response) : welcome(request, context, identity);
        } catch (KeySourceException e) {
            LOG.log(Level.WARNING, "Keycloak''s keys are out of reach: {0}", e.toString());
            return Refusal.unavailable(
                    response, "KEYS_UNAVAILABLE", "Keycloak's keys are out of reach, so no token can be checked yet.");
        } catch (BadJOSEException | JOSEException | ParseException e) {
            // Never the token itself: the reason is enough to mend it.
            LOG.log(Level.FINE, "Token refused: {0}", e.getMessage());
            return Refusal.unauthorized(
                    response,
                    REALM + ", error=\"invalid_token\"",
                    "TOKEN_INVALID",
                    "The access token was refused: wrong signature, issuer, audience or type, or expired.");
        }
    }

    /** Whoever may lift a block is never shut out by one: the same program may serve an operator and others. */
    private boolean isShutOut(Identity identity) {
        return blocked.isBlocked(identity.client()) && !identity.groups().contains(Role.OPERATOR.group());
    }

    private static boolean readsWithSession(String path, HttpServletRequest request) {
        return under(path, "/api") && ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod()));
    }

    private AuthenticationStatus browser(
            String path, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (path.equals(Login.CALLBACK)) {
            try {
                return context.redirect(login.finish(request));
            } catch (Login.LoginFailed e) {
                LOG.log(Level.WARNING, "A login failed: {0}", e.getMessage());
                return Refusal.loginFailed(response);
            }
        }
        if (CAMUNDA_DOORS.matcher(path).matches()) {
            return context.responseNotFound();
        }
        if (path.equals("/camunda/logout")) {
            return context.redirect(login.logout(request));
        }
        Optional<Identity> identity = login.identity(request);
        if (identity.isPresent()) {
            return settings.isForeign(request.getHeader("Origin"))
                    ? Refusal.foreign(response)
                    : welcome(request, context, identity.get());
        }
        String accept = request.getHeader("Accept");
        boolean page = "GET".equals(request.getMethod())
                && accept != null
                && accept.contains("text/html")
                && !under(path, "/camunda/api");
        return page
                ? context.redirect(login.begin(request))
                : Refusal.unauthorized(response, REALM, "SESSION_MISSING", "Log in at /camunda/app/tasklist/ first.");
    }

    private static AuthenticationStatus welcome(
            HttpServletRequest request, HttpMessageContext context, Identity identity) {
        request.setAttribute(Identity.REQUEST_ATTRIBUTE, identity);
        return context.notifyContainerAboutLogin(
                new CallerPrincipal(identity.subject()), new HashSet<>(identity.groups()));
    }

    /** The path as the container resolved it: parameters, escapes and dots are gone. */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }

    private static boolean under(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
