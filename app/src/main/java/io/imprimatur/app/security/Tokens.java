package io.imprimatur.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.imprimatur.kernel.Digest;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies access tokens: RS256 signature by Keycloak's published keys, issuer, audience, expiry. Keys are cached,
 * fetched anew for an unknown key id, and the last good ones are kept for a day while Keycloak is away, so that a
 * rollback needs no Keycloak. What a token has proved once it proves until it expires: a client's next request costs a
 * hash and no signature.
 */
@ApplicationScoped
public class Tokens {

    private static final int FETCH_TIMEOUT_MILLIS = 2_000;
    private static final int FETCH_LIMIT_BYTES = 200_000;
    private static final long CACHE_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long REFRESH_AHEAD_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long REFRESH_TIMEOUT_MILLIS = 5_000;
    private static final long MINIMUM_BETWEEN_FETCHES_MILLIS = 5_000;
    private static final long OUTAGE_MILLIS = Duration.ofDays(1).toMillis();
    private static final int CLOCK_SKEW_SECONDS = 10;

    /** The claim by which the demo realm marks every token of its own. */
    private static final String DEMO_CLAIM = "imprimatur_demo";

    /** More tokens than clients hold at a time; beyond it they are verified each time. */
    private static final int MOST_PROVED = 10_000;

    private final boolean demo;
    private final Clock clock;
    private final Map<Digest, Proved> proved = new ConcurrentHashMap<>();
    private final JWKSource<SecurityContext> keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private record Proved(Identity identity, Instant until) {}

    @Inject
    public Tokens(SecuritySettings settings, Clock clock) {
        this.demo = settings.demo();
        this.clock = clock;
        this.keys = keys(settings);
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        // Nimbus asks these sets for null, which Set.of would refuse with an exception.
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                new HashSet<>(Set.of(settings.audience())),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                new HashSet<>(Set.of("sub", "exp", "iat")),
                null);
        claims.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Tokens() {
        this.demo = false;
        this.clock = null;
        this.keys = (selector, context) -> List.of();
    }

    private static JWKSource<SecurityContext> keys(SecuritySettings settings) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            settings.endpoint("certs").toURL(),
                            new DefaultResourceRetriever(FETCH_TIMEOUT_MILLIS, FETCH_TIMEOUT_MILLIS, FETCH_LIMIT_BYTES))
                    .cache(CACHE_MILLIS, REFRESH_TIMEOUT_MILLIS)
                    .refreshAheadCache(REFRESH_AHEAD_MILLIS, true)
                    .retrying(true)
                    .rateLimited(MINIMUM_BETWEEN_FETCHES_MILLIS)
                    .outageTolerant(OUTAGE_MILLIS)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("IMPRIMATUR_OIDC_ISSUER is not an address: " + settings.issuer(), e);
        }
    }

    /** The identity an access token proves. The demo's tokens, whose passwords everybody knows, prove nothing elsewhere. */
    public Identity verify(String token) throws BadJOSEException, JOSEException, ParseException {
        Digest digest = Digest.of(token.getBytes(StandardCharsets.UTF_8));
        Instant now = clock.instant();
        Proved before = proved.get(digest);
        if (before != null && now.isBefore(before.until())) {
            return before.identity();
        }
        JWTClaimsSet claims = processor.process(token, null);
        Identity identity = accept(claims);
        keep(digest, new Proved(identity, claims.getExpirationTime().toInstant()), now);
        return identity;
    }

    /** Only what is proved is kept, so a stranger fills nothing; and never the token itself. */
    private void keep(Digest digest, Proved identity, Instant now) {
        if (proved.size() >= MOST_PROVED) {
            proved.values().removeIf(old -> !now.isBefore(old.until()));
        }
        if (proved.size() < MOST_PROVED) {
            proved.put(digest, identity);
        }
    }

    Identity accept(JWTClaimsSet claims) throws BadJOSEException, ParseException {
        if (!demo && Boolean.TRUE.equals(claims.getBooleanClaim(DEMO_CLAIM))) {
            throw new BadJOSEException("a token of the demo realm, outside the demo");
        }
        return Identity.of(claims);
    }

    JWKSource<SecurityContext> keys() {
        return keys;
    }

    @PreDestroy
    void close() {
        if (keys instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
