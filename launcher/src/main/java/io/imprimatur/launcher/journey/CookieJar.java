package io.imprimatur.launcher.journey;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The cookies of one browser on this machine. Keycloak's are {@code Secure}: browsers send such cookies to {@code
 * http://localhost} all the same, Java's own cookie store does not.
 */
final class CookieJar {

    private record Held(String host, String path, String name, String value) {
        boolean isFor(URI address) {
            String asked = address.getPath().isEmpty() ? "/" : address.getPath();
            return host.equals(address.getHost())
                    && (asked.equals(path) || asked.startsWith(path.endsWith("/") ? path : path + "/"));
        }
    }

    private final List<Held> cookies = new ArrayList<>();

    /** Keeps what an answer of this address sets; an expired cookie goes. */
    void keep(URI address, HttpHeaders headers) {
        for (String line : headers.allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(line)) {
                String path = cookie.getPath() == null ? folder(address) : cookie.getPath();
                cookies.removeIf(held -> held.host().equals(address.getHost())
                        && held.path().equals(path)
                        && held.name().equals(cookie.getName()));
                if (cookie.getMaxAge() != 0 && !cookie.getValue().isEmpty()) {
                    cookies.add(new Held(address.getHost(), path, cookie.getName(), cookie.getValue()));
                }
            }
        }
    }

    /** The Cookie header for a request to this address; empty if there is nothing to send. */
    String header(URI address) {
        return cookies.stream()
                .filter(held -> held.isFor(address))
                .map(held -> held.name() + "=" + held.value())
                .collect(Collectors.joining("; "));
    }

    /** The value of a cookie for this address; empty if there is none. */
    String value(URI address, String name) {
        return cookies.stream()
                .filter(held -> held.isFor(address) && held.name().equals(name))
                .map(Held::value)
                .findFirst()
                .orElse("");
    }

    private static String folder(URI address) {
        int slash = address.getPath().lastIndexOf('/');
        return slash <= 0 ? "/" : address.getPath().substring(0, slash);
    }
}
