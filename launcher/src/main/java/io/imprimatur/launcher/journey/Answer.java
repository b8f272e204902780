package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.util.Arrays;

/**
 * What a server answered.
 *
 * @param request method and path, for messages
 */
public record Answer(String request, HttpResponse<String> response) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_QUOTE = 600;

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The body, a missing node where it is no JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * This answer, if it has one of these statuses.
     *
     * @throws StepFailed quoting what came instead
     */
    public Answer expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(status -> status == status())) {
            String quote = body().length() > LONGEST_QUOTE ? body().substring(0, LONGEST_QUOTE) + " …" : body();
            throw new StepFailed(request + " answered " + status() + " instead of " + Arrays.toString(statuses) + ": "
                    + quote.strip());
        }
        return this;
    }
}
