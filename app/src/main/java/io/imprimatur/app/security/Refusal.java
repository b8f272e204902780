package io.imprimatur.app.security;

import io.imprimatur.app.problem.Problem;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Says no at the door, in the words of the house: problem+json, before any resource is reached. */
final class Refusal {

    private Refusal() {}

    static AuthenticationStatus unauthorized(
            HttpServletResponse response, String challenge, String code, String detail) {
        response.setHeader("WWW-Authenticate", challenge);
        return write(response, Problem.of(401, "Unauthorized", code, detail));
    }

    static AuthenticationStatus unavailable(HttpServletResponse response, String code, String detail) {
        response.setHeader("Retry-After", "5");
        return write(response, Problem.of(503, "Unavailable", code, detail));
    }

    static AuthenticationStatus loginFailed(HttpServletResponse response) {
        return write(
                response,
                Problem.of(
                        401,
                        "Unauthorized",
                        "LOGIN_FAILED",
                        "The login did not come to its end. Open the page again to start anew."));
    }

    static AuthenticationStatus foreign(HttpServletResponse response) {
        return write(
                response,
                Problem.of(
                        403,
                        "Not allowed",
                        "ORIGIN_FOREIGN",
                        "A page of another house asks nothing in a session here."));
    }

    static AuthenticationStatus blocked(HttpServletResponse response) {
        return write(
                response,
                Problem.of(
                        403,
                        "Not allowed",
                        "CLIENT_BLOCKED",
                        "An operator has blocked this client. Ask the operators of the house."));
    }

    private static AuthenticationStatus write(HttpServletResponse response, Problem problem) {
        try {
            byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
            response.setStatus(problem.status());
            response.setContentType(Problem.MEDIA_TYPE);
            response.setHeader("Cache-Control", "no-store");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.flushBuffer();
            return AuthenticationStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
