package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inference request from its stream, without a tree in between: values go straight into the buffer that the
 * engine takes. With the binary tensor extension, JSON of a known length comes first and the bytes of the tensors
 * behind it.
 */
public final class RequestReader {

    /** The length of a request that is JSON to its end. */
    public static final int ALL_JSON = -1;

    private static final int DEEPEST = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Not JSON, but what Python's json writes: the model card decides whether it may be in a tensor.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(64)
                    .maxNameLength(1_024)
                    .maxStringLength(Integer.MAX_VALUE) // the body's own limit holds them
                    .build())
            .build();

    private final JsonParser parser;
    private final Members members;
    private final int mostTensors;
    private @Nullable String id;
    private @Nullable String subject;
    private @Nullable List<Input> inputs;
    private Map<String, @Nullable Boolean> outputs = Map.of();
    private boolean binary;

    private RequestReader(JsonParser parser, int mostTensors) {
        this.parser = parser;
        this.members = new Members(parser);
        this.mostTensors = mostTensors;
    }

    /**
     * Reads a request to its end.
     *
     * @param jsonLength how many bytes of the body are JSON, by the header {@code Inference-Header-Content-Length};
     *     {@link #ALL_JSON} without that header
     * @param mostTensors how many inputs, and how many outputs, a request may name
     * @throws DomainException REQUEST_JSON, REQUEST_FORM, TENSOR_… or PARAMETER_UNSUPPORTED when the body is not such a
     *     request
     */
    public static InferRequest read(InputStream body, int jsonLength, int mostTensors) throws IOException {
        InputStream json = jsonLength == ALL_JSON ? body : new HeadStream(body, jsonLength);
        try (JsonParser parser = JSON.createParser(json)) {
            RequestReader reader = new RequestReader(parser, mostTensors);
            return reader.request(jsonLength == ALL_JSON ? null : body);
        } catch (JsonProcessingException e) {
            throw DomainException.invalid("REQUEST_JSON", "The body is not JSON: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw DomainException.invalid("REQUEST_JSON", "The body is not JSON in UTF-8.");
        }
    }

    private InferRequest request(@Nullable InputStream bytes) throws IOException {
        Members.expect(parser.nextToken(), JsonToken.START_OBJECT, "the request");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL && !"inputs".equals(member)) {
                continue; // clients write null for what they have nothing to say about
            }
            switch (member) {
                case "id" -> id = members.text("id");
                case "parameters" -> parameters();
                case "inputs" -> inputs = inputs();
                case "outputs" -> outputs = outputs();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw form("something follows the request");
        }
        if (inputs == null || inputs.isEmpty()) {
            throw form("'inputs' is missing");
        }
        return new InferRequest(id, subject, tensors(inputs, bytes), outputs, binary);
    }

    private void parameters() throws IOException {
        members.parameters((name, value) -> {
            switch (name) {
                case "subject" -> subject = members.text("parameters.subject");
                case "binary_data_output" -> binary = members.flag(name);
                case "sequence_id", "sequence_start", "sequence_end" -> throw unsupported(name);
                default -> {}
            }
        });
    }

    private List<Input> inputs() throws IOException {
        Members.expect(parser.currentToken(), JsonToken.START_ARRAY, "'inputs'");
        List<Input> read = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireRoom(read.size(), "inputs");
            read.add(Input.read(parser, members));
        }
        return read;
    }

    private Map<String, @Nullable Boolean> outputs() throws IOException {
        Members.expect(parser.currentToken(), JsonToken.START_ARRAY, "'outputs'");
        Map<String, @Nullable Boolean> wanted = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireRoom(wanted.size(), "outputs");
            Members.expect(parser.currentToken(), JsonToken.START_OBJECT, "an output");
            String name = null;
            Boolean[] bytes = new Boolean[1];
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "name" -> name = members.text("name");
                    case "parameters" ->
                        members.parameters((parameter, value) -> {
                            switch (parameter) {
                                case "binary_data" -> bytes[0] = members.flag(parameter);
                                case "classification", "shared_memory_region" -> throw unsupported(parameter);
                                default -> {}
                            }
                        });
                    default -> parser.skipChildren();
                }
            }
            if (name == null || wanted.containsKey(name)) {
                throw form("an output needs a 'name', and each is named once");
            }
            wanted.put(name, bytes[0]);
        }
        return wanted;
    }

    private void requireRoom(int taken, String what) {
        if (taken == mostTensors) {
            throw DomainException.invalid(
                    "TENSORS_TOO_MANY", "A request may name " + mostTensors + " " + what + ". Name fewer.");
        }
    }

    private static List<Tensor> tensors(List<Input> inputs, @Nullable InputStream bytes) throws IOException {
        List<Tensor> tensors = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            if (input.isBytes() && bytes == null) {
                throw form("input '" + input.name()
                        + "' has 'binary_data_size', but there is no header Inference-Header-Content-Length");
            }
            if (tensors.stream().anyMatch(tensor -> tensor.name().equals(input.name()))) {
                throw form("input '" + input.name() + "' is there twice");
            }
            tensors.add(bytes == null ? input.tensor() : input.tensor(bytes));
        }
        if (bytes != null && bytes.read() >= 0) {
            throw form("bytes follow the last tensor");
        }
        return tensors;
    }

    static DomainException unsupported(String parameter) {
        return DomainException.notImplemented(
                "PARAMETER_UNSUPPORTED", "This server does not do what the parameter '" + parameter + "' asks for.");
    }

    static DomainException form(String what) {
        return DomainException.invalid(
                "REQUEST_FORM", "Not a request of the Open Inference Protocol v2: " + what + ".");
    }
}
