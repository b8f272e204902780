package io.imprimatur.app.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the container would answer with a page of its own, and its version, becomes a problem of this house. */
@WebServlet("/problem")
public class ErrorPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        Words words = words(status);
        byte[] body = Problem.of(status, words.title(), "HTTP_" + status, words.detail())
                .json()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private record Words(String title, String detail) {}

    private static Words words(int status) {
        return switch (status) {
            case 401 -> new Words("Unauthorized", "Log in or send an access token.");
            case 403 -> new Words("Not allowed", "Your roles do not allow this.");
            case 404 -> new Words("Not found", "There is nothing at this address.");
            case 405 -> new Words("Method not allowed", "This address does not take that method.");
            case 503 -> new Words("Unavailable", "Not ready yet; try again in a moment.");
            default ->
                status < 500
                        ? new Words("Bad request", "The request could not be understood.")
                        : new Words("Internal error", "Something unforeseen happened; the log tells it.");
        };
    }
}
