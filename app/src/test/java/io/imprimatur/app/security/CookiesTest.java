package io.imprimatur.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.app.camunda.CsrfFilter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletException;
import jakarta.servlet.SessionCookieConfig;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.webapp.impl.security.filter.CookieConfigurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cookies leave by https alone where visitors come by https. */
class CookiesTest {

    @ParameterizedTest
    @CsvSource({"https://models.example.test, true", "http://localhost:8080, false"})
    void the_sessions_cookie_is_secure_where_visitors_come_by_https(String base, boolean secure) {
        List<Object> set = new ArrayList<>();
        SessionCookieConfig cookies = fake(SessionCookieConfig.class, (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("setSecure");
            set.add(arguments[0]);
            return null;
        });
        ServletContext context = fake(ServletContext.class, (proxy, method, arguments) -> cookies);

        new SessionCookies(settings(base)).contextInitialized(new ServletContextEvent(context));

        assertThat(set).isEqualTo(secure ? List.of(true) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"https://models.example.test, true", "http://localhost:8080, false"})
    void the_token_against_forgery_is_secure_where_visitors_come_by_https(String base, boolean secure)
            throws ServletException {
        class Opened extends CsrfFilter {
            Opened() {
                super(settings(base));
            }

            CookieConfigurator cookies() {
                return cookieConfigurator;
            }
        }
        Opened filter = new Opened();
        filter.init(fake(FilterConfig.class, (proxy, method, arguments) -> null));

        assertThat(filter.cookies().getConfig().contains(";Secure")).isEqualTo(secure);
        assertThat(filter.cookies().getConfig()).contains(";SameSite=Lax");
    }

    @Test
    void a_page_of_this_house_is_not_foreign_and_every_other_is() {
        SecuritySettings settings = settings("https://models.example.test");

        assertThat(settings.isForeign(null)).isFalse();
        assertThat(settings.isForeign("https://models.example.test")).isFalse();
        for (String origin : List.of(
                "http://models.example.test",
                "https://models.example.test:8443",
                "https://models.example.test.evil.example",
                "null",
                "")) {
            assertThat(settings.isForeign(origin)).as(origin).isTrue();
        }
    }

    private static SecuritySettings settings(String base) {
        return new SecuritySettings("http://localhost:8180/realms/imprimatur", "api", "web", "secret", base, false);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
