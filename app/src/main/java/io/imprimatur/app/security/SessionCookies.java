package io.imprimatur.app.security;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * The session's cookie leaves by https alone where visitors come by https. The server cannot know: what ends TLS stands
 * before it.
 */
public class SessionCookies implements ServletContextListener {

    private final SecuritySettings settings;

    @Inject
    public SessionCookies(SecuritySettings settings) {
        this.settings = settings;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (settings.secure()) {
            event.getServletContext().getSessionCookieConfig().setSecure(true);
        }
    }
}
