package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tokens;
import java.net.http.HttpRequest;
import java.text.ParseException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody comes in by the API without a token that Keycloak signed for it. */
@ExtendWith(House.Open.class)
class TokensIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/models",
                "/api/releases",
                "/api/trail",
                "/v2",
                "/v2/models/credit-risk",
                "/api/nothing-here"
            })
    void without_a_token_every_path_is_closed(String path) {
        Answer refused = get(path, null);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("code").asText()).isEqualTo("TOKEN_MISSING");
    }

    static Stream<String> forged() throws ParseException, JOSEException {
        String good = house().tokens.of(DemoUsers.AUDITOR);
        JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
        RSAKey strange =
                new RSAKeyGenerator(2048).keyID("a-key-that-nobody-knows").generate();
        String known = SignedJWT.parse(good).getHeader().getKeyID();
        return Stream.of(
                "not-a-token",
                good.substring(0, good.length() - 6) + "AAAAAA",
                new PlainJWT(claims).serialize(),
                signed(claims, JWSAlgorithm.RS256, "a-key-that-nobody-knows", new RSASSASigner(strange)),
                signed(claims, JWSAlgorithm.RS256, known, new RSASSASigner(strange)),
                signed(claims, JWSAlgorithm.HS256, known, new MACSigner(new byte[32])),
                new People().token());
    }

    @ParameterizedTest
    @MethodSource("forged")
    void a_token_that_the_realm_did_not_sign_for_the_api_is_refused(String token) {
        Answer refused = get("/api/models", token);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(refused.json().path("code").asText()).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void a_wrong_role_is_told_so() {
        Answer refused = house().api
                .post(
                        DemoUsers.AUDITOR,
                        "/api/models",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("name", "by-an-auditor")
                                .put("purpose", "None."));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope");
        house().api.get(DemoUsers.AUDITOR, "/api/models/by-an-auditor").expect(404);
    }

    @Test
    void people_get_no_predictions_and_clients_no_registry() {
        assertThat(house().api.get(DemoUsers.ML_ENGINEER, "/v2").status()).isEqualTo(403);
        assertThat(house().api.get(Tokens.PREDICTION_CLIENT, "/api/models").status())
                .isEqualTo(403);
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String key, JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static Answer get(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(house().base.resolve(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return house().http.send(request);
    }
}
