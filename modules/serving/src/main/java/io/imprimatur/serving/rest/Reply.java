package io.imprimatur.serving.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Sends what is answered, whole and of known length; compressed where the client takes that and it pays. */
final class Reply {

    static final String JSON = "application/json";

    private static final int FIRST_BYTES = 1_024;
    /** Less than this fits one packet: compressing it would only cost. */
    private static final int WORTH_COMPRESSING = 1_400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private Reply() {}

    /** Writes the members of a JSON object. */
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static ByteArrayOutputStream object(Members members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        return bytes;
    }

    /** A document that lies beside this class. */
    static ByteArrayOutputStream resource(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
        try (InputStream resource = Objects.requireNonNull(Reply.class.getResourceAsStream(name), name)) {
            resource.transferTo(bytes);
        }
        return bytes;
    }

    static void json(HttpServletRequest request, HttpServletResponse response, int status, Members members)
            throws IOException {
        send(request, response, status, JSON, object(members));
    }

    static void send(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String type,
            ByteArrayOutputStream body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept-Encoding");
        if (body.size() < WORTH_COMPRESSING || !Encodings.takesGzip(request.getHeader("Accept-Encoding"))) {
            response.setContentLength(body.size());
            body.writeTo(response.getOutputStream());
            return;
        }
        response.setHeader("Content-Encoding", "gzip");
        try (GZIPOutputStream compressed = new GZIPOutputStream(response.getOutputStream())) {
            body.writeTo(compressed);
        }
    }
}
