package io.imprimatur.launcher.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CookieJarTest {

    private static final URI KEYCLOAK = URI.create("http://localhost:8180/realms/imprimatur/login");

    private final CookieJar jar = new CookieJar();

    @Test
    void a_secure_cookie_goes_back_to_this_machine_without_tls() {
        keep("AUTH_SESSION_ID=abc; Version=1; Path=/realms/imprimatur/; Secure; HttpOnly; SameSite=None");
        assertThat(jar.header(URI.create("http://localhost:8180/realms/imprimatur/login-actions/authenticate")))
                .isEqualTo("AUTH_SESSION_ID=abc");
    }

    @Test
    void a_cookie_stays_within_its_path_and_host() {
        keep("AUTH_SESSION_ID=abc; Path=/realms/imprimatur/");
        assertThat(jar.header(URI.create("http://localhost:8180/realms/master/login")))
                .isEmpty();
        assertThat(jar.header(URI.create("http://other.test/realms/imprimatur/login")))
                .isEmpty();
    }

    @Test
    void a_new_value_replaces_the_old_one_and_an_expired_cookie_goes() {
        keep("JSESSIONID=one; Path=/");
        keep("JSESSIONID=two; Path=/");
        assertThat(jar.value(KEYCLOAK, "JSESSIONID")).isEqualTo("two");
        keep("JSESSIONID=; Path=/; Max-Age=0");
        assertThat(jar.header(KEYCLOAK)).isEmpty();
    }

    @Test
    void a_path_matches_whole_folders_only() {
        keep("XSRF-TOKEN=t; Path=/camunda");
        assertThat(jar.value(URI.create("http://localhost/camunda/app"), "XSRF-TOKEN"))
                .isEqualTo("t");
        assertThat(jar.value(URI.create("http://localhost/camundas"), "XSRF-TOKEN"))
                .isEmpty();
    }

    private void keep(String cookie) {
        jar.keep(KEYCLOAK, HttpHeaders.of(Map.of("Set-Cookie", List.of(cookie)), (name, value) -> true));
    }
}
