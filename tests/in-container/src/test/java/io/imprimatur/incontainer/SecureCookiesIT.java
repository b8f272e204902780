package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Where visitors come by https, as the base address says, the server itself marks what must never leave otherwise. */
@ArquillianTest
class SecureCookiesIT {

    @Test
    void the_sessions_cookie_is_secure_though_tls_ends_before_the_server() throws Exception {
        URI visited = ConfigProvider.getConfig().getValue("imprimatur.base.url", URI.class);
        assertThat(visited.getScheme()).isEqualTo("https");

        HttpResponse<Void> answer =
                asked(URI.create("http://" + visited.getAuthority() + "/camunda/app/tasklist/default/"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(cookies(answer, "JSESSIONID"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie)
                        .containsIgnoringCase("; Secure")
                        .containsIgnoringCase("; HttpOnly")
                        .containsIgnoringCase("SameSite=Lax"));
    }

    private static HttpResponse<Void> asked(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Accept", "text/html")
                                .build(),
                        BodyHandlers.discarding());
    }

    private static List<String> cookies(HttpResponse<Void> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .toList();
    }
}
