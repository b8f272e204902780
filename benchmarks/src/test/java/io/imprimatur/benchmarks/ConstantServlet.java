package io.imprimatur.benchmarks;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the HTTP server costs alone: the same request is taken, its body read to the end, and bytes as long as a
 * prediction's answer are sent. Nobody is asked for a token and nothing is understood.
 */
@WebServlet(urlPatterns = "/*", loadOnStartup = 1)
public class ConstantServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final byte[] ANSWER = ("{\"model_name\":\"credit-risk\",\"model_version\":\"1\","
                    + "\"id\":\"01940000-0000-7000-8000-000000000000\",\"parameters\":{"
                    + "\"prediction_id\":\"01940000-0000-7000-8000-000000000000\",\"version\":1,\"split_revision\":1},"
                    + "\"outputs\":[{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[1,2],"
                    + "\"data\":[0.7639265,0.23607352]}]}")
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
        response.setContentType("application/json");
        response.setContentLength(ANSWER.length);
        response.getOutputStream().write(ANSWER);
    }
}
