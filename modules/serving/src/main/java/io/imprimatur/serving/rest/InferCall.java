package io.imprimatur.serving.rest;

import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.serving.Answer;
import io.imprimatur.serving.InferRequest;
import io.imprimatur.serving.RequestReader;
import io.imprimatur.serving.Router;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** One request for a prediction, from its headers to its answer. */
final class InferCall {

    /** How much of the body is JSON, in the binary tensor extension: of a request, and of its answer. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final String BINARY = "application/octet-stream";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ModelName model;
    private final @Nullable String version;
    private final long arrived;
    private final ServingLimits limits;
    private final int jsonLength;

    /** @throws DomainException CONTENT_TYPE, HEADER_INVALID, BODY_TOO_LARGE, RAW_BINARY_UNSUPPORTED */
    InferCall(
            HttpServletRequest request,
            HttpServletResponse response,
            ModelName model,
            @Nullable String version,
            long arrived,
            ServingLimits limits) {
        this.request = request;
        this.response = response;
        this.model = model;
        this.version = version;
        this.arrived = arrived;
        this.limits = limits;
        if (request.getContentLengthLong() > limits.body()) {
            throw LimitedStream.tooLarge(limits.body());
        }
        this.jsonLength = jsonLength(request.getHeader(JSON_LENGTH));
        requireType(request.getContentType());
    }

    private int jsonLength(@Nullable String header) {
        if (header == null) {
            return RequestReader.ALL_JSON;
        }
        if (!header.matches("[0-9]{1,18}")) {
            throw DomainException.invalid("HEADER_INVALID", JSON_LENGTH + " is a number of bytes.");
        }
        long length = Long.parseLong(header);
        if (length > limits.body()) {
            throw LimitedStream.tooLarge(limits.body());
        }
        if (length == 0) {
            throw DomainException.notImplemented(
                    "RAW_BINARY_UNSUPPORTED", "A tensor without its JSON is not taken: say its name, type and shape.");
        }
        return (int) length;
    }

    private void requireType(@Nullable String contentType) {
        String type = contentType == null ? Reply.JSON : contentType.split(";", 2)[0].strip();
        boolean binary = jsonLength != RequestReader.ALL_JSON;
        if (!type.equalsIgnoreCase(Reply.JSON) && !(binary && type.equalsIgnoreCase(BINARY))) {
            throw DomainException.unsupported(
                    "CONTENT_TYPE", "Send " + Reply.JSON + ", or " + BINARY + " with the header " + JSON_LENGTH + ".");
        }
    }

    /** Whether all of the body is here, so that reading it waits for nobody. */
    boolean isHere() throws IOException {
        long announced = request.getContentLengthLong();
        return announced >= 0 && request.getInputStream().available() >= announced;
    }

    /** Reads the body, predicts and answers. */
    void answer(InputStream body, Router router, ModelDocuments models) throws IOException {
        InferRequest wanted = read(body);
        if (wanted.rows() > limits.rows()) {
            throw DomainException.tooLarge(
                    "ROWS_TOO_MANY", "A request may have " + limits.rows() + " rows. Send fewer at once.");
        }
        models.requireOutputs(model, version, wanted.outputs().keySet());
        Answer answer = version == null
                ? router.predict(model, wanted.subject(), wanted.inputs(), wanted.id(), arrived)
                : router.predictWith(
                        model, Integer.parseInt(version), wanted.subject(), wanted.inputs(), wanted.id(), arrived);
        write(wanted, answer);
    }

    private InferRequest read(InputStream body) throws IOException {
        try {
            InputStream decoded = Encodings.decoded(
                    request.getHeader("Content-Encoding"), new LimitedStream(body, limits.body()), limits.body());
            return RequestReader.read(decoded, jsonLength, limits.tensors());
        } catch (ZipException | EOFException e) {
            throw DomainException.invalid("ENCODING_BROKEN", "The body is not gzip, or ends before its end.");
        }
    }

    private void write(InferRequest wanted, Answer answer) throws IOException {
        ByteArrayOutputStream body = Reply.object(json -> AnswerWriter.write(json, model, wanted, answer));
        String type = Reply.JSON;
        int json = body.size();
        WritableByteChannel bytes = Channels.newChannel(body);
        for (Tensor output : AnswerWriter.outputs(wanted, answer)) {
            if (wanted.wantsBytes(output.name())) {
                bytes.write(output.data());
                type = BINARY;
            }
        }
        if (type.equals(BINARY)) {
            response.setHeader(JSON_LENGTH, Integer.toString(json));
        }
        Reply.send(request, response, HttpServletResponse.SC_OK, type, body);
    }
}
