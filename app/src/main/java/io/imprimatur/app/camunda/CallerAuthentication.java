package io.imprimatur.app.camunda;

import io.imprimatur.app.security.Identity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationProvider;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;

/** Whoever the mechanism let in is Camunda's user, with the groups of the token. */
public class CallerAuthentication implements AuthenticationProvider {

    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        if (request.getUserPrincipal() == null
                || !(request.getAttribute(Identity.REQUEST_ATTRIBUTE) instanceof Identity identity)) {
            return AuthenticationResult.unsuccessful();
        }
        AuthenticationResult result = AuthenticationResult.successful(identity.subject());
        result.setGroups(identity.groups());
        result.setTenants(List.of());
        return result;
    }

    @Override
    public void augmentResponseByAuthenticationChallenge(HttpServletResponse response, ProcessEngine engine) {
        // The mechanism has challenged before any filter of Camunda was reached.
    }
}
