package io.imprimatur.app.camunda;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query that names no end gets the longest page that the engine gives to anybody. The engine would refuse it, and
 * Cockpit asks for the versions of a process without an end.
 */
public class PageEnd implements Filter {

    private static final String END = "maxResults=2000";
    private static final Pattern NAMED = Pattern.compile("(^|.*&)maxResults=.*");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        boolean reads = "GET".equals(http.getMethod()) || "POST".equals(http.getMethod());
        chain.doFilter(reads ? ended(http) : http, response);
    }

    private static HttpServletRequest ended(HttpServletRequest request) {
        String query = ended(request.getQueryString());
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getQueryString() {
                return query;
            }
        };
    }

    static String ended(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return END;
        }
        return NAMED.matcher(query).matches() ? query : query + "&" + END;
    }
}
