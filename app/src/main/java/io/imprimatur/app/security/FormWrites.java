package io.imprimatur.app.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;

/**
 * What a reviewer's form may write at {@code /api} in the browser's session, beside the answer to its task: one line of
 * the register of risks. It must prove that the house's own page asks, as the web applications have it: by the session's
 * token against forgery in a header, and by the origin that a browser names.
 */
@ApplicationScoped
public class FormWrites {

    private static final Pattern AMENDMENT = Pattern.compile("/api/releases/[^/]+/risk-register/[^/]+");

    private final SecuritySettings settings;

    @Inject
    public FormWrites(SecuritySettings settings) {
        this.settings = settings;
    }

    /** For the container's proxy only. */
    protected FormWrites() {
        this(new SecuritySettings());
    }

    /** Whether a form writes here at all. */
    boolean know(String path, HttpServletRequest request) {
        return "PUT".equals(request.getMethod()) && AMENDMENT.matcher(path).matches();
    }

    /** Whether a page of this house asks, in this very session. */
    boolean areOurs(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object token = session == null ? null : session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME);
        String sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
        return token instanceof String expected
                && sent != null
                && !settings.isForeign(request.getHeader("Origin"))
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}
