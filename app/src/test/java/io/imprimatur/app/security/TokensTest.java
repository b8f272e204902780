package io.imprimatur.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.imprimatur.testbed.MovedClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {

    private final AtomicInteger fetches = new AtomicInteger();
    private final MovedClock clock = new MovedClock();
    private HttpServer issuer;
    private RSAKey key;
    private volatile JWKSet published;
    private Tokens tokens;

    @BeforeEach
    void publishKeys() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("first").generate();
        published = new JWKSet(key);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            fetches.incrementAndGet();
            byte[] body = published.toPublicJWKSet().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        tokens = new Tokens(settings(false), clock);
    }

    @AfterEach
    void stop() {
        tokens.close();
        issuer.stop(0);
    }

    @Test
    void a_token_of_the_issuer_for_this_audience_names_its_bearer_and_roles() throws Exception {
        Identity identity = tokens.verify(signed(claims().build()));

        assertThat(identity.subject()).isEqualTo("subject-1");
        assertThat(identity.groups()).containsExactly("operator");
    }

    @Test
    void what_a_token_has_proved_is_not_verified_again_until_it_expires() throws Exception {
        String token = signed(claims().build());

        Identity proved = tokens.verify(token);
        assertThat(tokens.verify(token)).isSameAs(proved);

        clock.forward(Duration.ofDays(36_500));
        assertThat(tokens.verify(token)).isNotSameAs(proved);
    }

    @Test
    void a_token_that_differs_in_one_character_proves_nothing() throws Exception {
        String token = signed(claims().build());
        tokens.verify(token);
        int at = token.length() - 20;
        char other = token.charAt(at) == 'A' ? 'B' : 'A';

        assertThatThrownBy(() -> tokens.verify(token.substring(0, at) + other + token.substring(at + 1)))
                .isInstanceOf(BadJOSEException.class);
    }

    @Test
    void a_refused_token_is_verified_each_time() throws Exception {
        String refused = signed(claims().audience("another-api").build());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tokens.verify(refused)).isInstanceOf(BadJOSEException.class);
        }
    }

    @Test
    void a_token_names_the_client_that_it_was_given_to() throws Exception {
        assertThat(tokens.verify(signed(
                                claims().claim("azp", "prediction-client").build()))
                        .client())
                .isEqualTo("prediction-client");
        assertThat(tokens.verify(signed(claims().build())).client()).isEmpty();
    }

    @Test
    void another_audience_is_refused() {
        assertRefused(claims().audience("another-api").build());
    }

    @Test
    void another_issuer_is_refused() {
        assertRefused(claims().issuer("http://elsewhere").build());
    }

    @Test
    void an_expired_token_is_refused() {
        assertRefused(claims().expirationTime(Date.from(Instant.now().minusSeconds(60)))
                .build());
    }

    @Test
    void a_token_without_a_subject_is_refused() {
        assertRefused(claims().subject(null).build());
    }

    @Test
    void an_unsigned_token_is_refused() {
        assertThatThrownBy(() -> tokens.verify(new PlainJWT(claims().build()).serialize()))
                .isInstanceOf(BadJOSEException.class);
    }

    @Test
    void a_token_signed_with_the_public_key_as_a_shared_secret_is_refused() throws Exception {
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID("first")
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims().build());
        forged.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

        assertThatThrownBy(() -> tokens.verify(forged.serialize())).isInstanceOf(BadJOSEException.class);
    }

    @Test
    void a_token_signed_by_somebody_else_under_our_key_id_is_refused() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("first").generate();

        assertThatThrownBy(() -> tokens.verify(signed(claims().build(), stranger)))
                .isInstanceOf(BadJOSEException.class);
    }

    @Test
    void a_rotated_key_is_fetched_when_it_is_first_met() throws Exception {
        tokens.verify(signed(claims().build()));
        RSAKey rotated = new RSAKeyGenerator(2048).keyID("second").generate();
        published = new JWKSet(List.of(key, rotated));

        assertThat(tokens.verify(signed(claims().build(), rotated)).subject()).isEqualTo("subject-1");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void known_keys_still_serve_while_the_issuer_is_away() throws Exception {
        tokens.verify(signed(claims().build()));
        issuer.stop(0);

        assertThat(tokens.verify(signed(claims().build())).subject()).isEqualTo("subject-1");
    }

    @Test
    void without_any_key_the_refusal_says_that_keys_are_missing_and_not_that_the_token_is_bad() {
        issuer.stop(0);

        assertThatThrownBy(() -> tokens.verify(signed(claims().build()))).isInstanceOf(KeySourceException.class);
    }

    @Test
    void a_token_of_the_demo_realm_is_worth_nothing_outside_the_demo() throws Exception {
        String token = signed(claims().claim("imprimatur_demo", true).build());

        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(BadJOSEException.class);
        Tokens atHome = new Tokens(settings(true), clock);
        assertThat(atHome.verify(token).subject()).isEqualTo("subject-1");
        atHome.close();
    }

    @Test
    void the_demo_refuses_to_start_under_an_address_of_the_world() {
        SecuritySettings abroad = new SecuritySettings(
                "http://localhost/realm",
                "imprimatur-api",
                "imprimatur-web",
                "secret",
                "https://models.example.org",
                true);

        assertThatThrownBy(() -> abroad.refuseDemoAbroad(new Object()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("localhost only");
    }

    private void assertRefused(JWTClaimsSet claims) {
        assertThatThrownBy(() -> tokens.verify(signed(claims))).isInstanceOf(BadJOSEException.class);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .audience("imprimatur-api")
                .subject("subject-1")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("groups", List.of("operator"));
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        return signed(claims, key);
    }

    private static String signed(JWTClaimsSet claims, RSAKey by) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(by.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private SecuritySettings settings(boolean demo) {
        return new SecuritySettings(
                address(), "imprimatur-api", "imprimatur-web", "secret", "http://localhost:8080", demo);
    }

    private String address() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }
}
