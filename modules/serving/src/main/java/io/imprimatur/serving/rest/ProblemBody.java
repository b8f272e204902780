package io.imprimatur.serving.rest;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Problems of the live path: RFC 9457, with the sentence again as {@code error} for clients of the protocol. */
final class ProblemBody {

    private static final String RETRY_SECONDS = "1";

    private ProblemBody() {}

    static void write(HttpServletResponse response, DomainException broken) throws IOException {
        int status = broken.kind().status();
        if (status == 403) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"imprimatur\", error=\"insufficient_scope\"");
        }
        if (status == 408) {
            // What the client still sends is of no use to anybody.
            response.setHeader("Connection", "close");
        }
        if (status == 429 || status == 503) {
            response.setHeader("Retry-After", RETRY_SECONDS);
        }
        write(response, status, broken.kind().title(), broken.code(), broken.getMessage());
    }

    static void unforeseen(HttpServletResponse response) throws IOException {
        write(response, 500, "Internal error", "UNFORESEEN", "Something unforeseen happened; the log tells it.");
    }

    static void write(HttpServletResponse response, int status, String title, String code, String detail)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = CanonicalJson.object()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .put("error", detail)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
