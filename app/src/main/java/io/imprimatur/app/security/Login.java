package io.imprimatur.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The browser's login: authorization code with PKCE (RFC 7636), state and nonce, a new session at the end. Redirects
 * lead to Keycloak or to a path of this house, never to an address a request names.
 */
@ApplicationScoped
public class Login {

    static final String CALLBACK = "/camunda/oidc/callback";

    private static final String PENDING = Login.class.getName() + ".pending";
    private static final String IDENTITY = Login.class.getName() + ".identity";
    private static final String ID_TOKEN = Login.class.getName() + ".idToken";
    private static final Duration SESSION = Duration.ofHours(8);
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int READ_TIMEOUT_MILLIS = 5_000;
    private static final String ROOT = "/camunda/";
    private static final String HOME = "/camunda/app/tasklist/default/";

    private final SecuritySettings settings;
    private final Tokens tokens;
    private final Clock clock;

    private record Pending(String state, String nonce, String verifier, String target) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A login that did not come to its end; the message is for the log. */
    static final class LoginFailed extends Exception {
        private static final long serialVersionUID = 1L;

        LoginFailed(String message) {
            super(message);
        }

        LoginFailed(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    @Inject
    public Login(SecuritySettings settings, Tokens tokens, Clock clock) {
        this.settings = settings;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    protected Login() {
        this(new SecuritySettings(), new Tokens(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /** The identity of the request's session, while it lasts. */
    Optional<Identity> identity(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(IDENTITY) instanceof Identity identity)) {
            return Optional.empty();
        }
        return identity.until() != null && clock.instant().isBefore(identity.until())
                ? Optional.of(identity)
                : Optional.empty();
    }

    /** Begins a login and says where the browser must go; it comes back to the page it asked for. */
    String begin(HttpServletRequest request) {
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        request.getSession()
                .setAttribute(
                        PENDING, new Pending(state.getValue(), nonce.getValue(), verifier.getValue(), target(request)));
        return new AuthenticationRequest.Builder(
                        new ResponseType("code"), new Scope("openid"), new ClientID(settings.clientId()), callback())
                .endpointURI(settings.endpoint("auth"))
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI()
                .toString();
    }

    /** The page asked for, as a path of this house: what begins with two slashes would name another host. */
    private static String target(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!path.startsWith(ROOT)) {
            return HOME;
        }
        String query = request.getQueryString();
        return query == null ? path : path + "?" + query;
    }

    /** Ends the login that this session began and says which page the browser asked for. */
    String finish(HttpServletRequest request) throws LoginFailed {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(PENDING) instanceof Pending pending)) {
            throw new LoginFailed("no login is pending in this session");
        }
        session.removeAttribute(PENDING);
        try {
            OIDCTokens granted = exchange(request, pending);
            IDTokenValidator validator = new IDTokenValidator(
                    new Issuer(settings.issuer()),
                    new ClientID(settings.clientId()),
                    new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, tokens.keys()),
                    null);
            Identity identity = tokens.accept(validator
                    .validate(granted.getIDToken(), new Nonce(pending.nonce()))
                    .toJWTClaimsSet());
            // A new session, so that nobody can have fixed its id beforehand.
            session.invalidate();
            HttpSession fresh = request.getSession(true);
            fresh.setAttribute(IDENTITY, identity.until(clock.instant().plus(SESSION)));
            fresh.setAttribute(ID_TOKEN, granted.getIDTokenString());
            return pending.target();
        } catch (ParseException | java.text.ParseException | IOException | BadJOSEException | JOSEException e) {
            throw new LoginFailed(e);
        }
    }

    private OIDCTokens exchange(HttpServletRequest request, Pending pending)
            throws ParseException, IOException, LoginFailed {
        AuthenticationResponse response =
                AuthenticationResponseParser.parse(URI.create(callback() + "?" + request.getQueryString()));
        if (!new State(pending.state()).equals(response.getState())) {
            throw new LoginFailed("the answer is not to our question (state differs)");
        }
        if (!response.indicatesSuccess()) {
            throw new LoginFailed(
                    "Keycloak refused: " + response.toErrorResponse().getErrorObject());
        }
        HTTPRequest exchange = new TokenRequest.Builder(
                        settings.endpoint("token"),
                        new ClientSecretBasic(new ClientID(settings.clientId()), new Secret(settings.clientSecret())),
                        new AuthorizationCodeGrant(
                                response.toSuccessResponse().getAuthorizationCode(),
                                callback(),
                                new CodeVerifier(pending.verifier())))
                .build()
                .toHTTPRequest();
        exchange.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        exchange.setReadTimeout(READ_TIMEOUT_MILLIS);
        TokenResponse answer = OIDCTokenResponseParser.parse(exchange.send());
        if (!answer.indicatesSuccess()) {
            throw new LoginFailed("no token: " + answer.toErrorResponse().getErrorObject());
        }
        return ((OIDCTokenResponse) answer.toSuccessResponse()).getOIDCTokens();
    }

    /** Ends the session here and says where the browser must go to end it at Keycloak. */
    String logout(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object idToken = session == null ? null : session.getAttribute(ID_TOKEN);
        if (session != null) {
            session.invalidate();
        }
        return settings.endpoint("logout") + "?client_id=" + settings.clientId()
                + (idToken == null ? "" : "&id_token_hint=" + idToken)
                + "&post_logout_redirect_uri="
                + URLEncoder.encode(settings.baseUrl() + HOME, StandardCharsets.UTF_8);
    }

    private URI callback() {
        return URI.create(settings.baseUrl() + CALLBACK);
    }
}
