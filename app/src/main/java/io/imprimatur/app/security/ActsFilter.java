package io.imprimatur.app.security;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Begins the act of every request that has a caller: what it then changes is audited in the caller's name. */
@WebFilter({"/api/*", "/camunda/api/*"})
public class ActsFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (http.getAttribute(Identity.REQUEST_ATTRIBUTE) instanceof Identity identity) {
            Actor actor = Actor.of(identity.subject(), identity.groups());
            try (Acts.Scope scope = Acts.begin(Act.of(actor, http.getMethod() + " " + http.getRequestURI()))) {
                chain.doFilter(request, response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }
}
