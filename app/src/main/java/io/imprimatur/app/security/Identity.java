package io.imprimatur.app.security;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.Serializable;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of its bearer, and nothing that names a person.
 *
 * @param subject the {@code sub}
 * @param groups the claim {@code groups}: the roles held
 * @param client the claim {@code azp}: the client that the token was given to; empty where a token does not say
 * @param until when a browser session made from it ends; null for a bearer token
 */
public record Identity(
        String subject,
        ArrayList<String> groups,
        String client,
        @Nullable Instant until) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The request attribute under which the mechanism leaves the caller's identity. */
    public static final String REQUEST_ATTRIBUTE = Identity.class.getName();

    static Identity of(JWTClaimsSet claims) throws ParseException {
        List<String> groups = claims.getStringListClaim("groups");
        String client = claims.getStringClaim("azp");
        return new Identity(
                claims.getSubject(),
                groups == null ? new ArrayList<>() : new ArrayList<>(groups),
                client == null ? "" : client,
                null);
    }

    Identity until(Instant end) {
        return new Identity(subject, groups, client, end);
    }
}
