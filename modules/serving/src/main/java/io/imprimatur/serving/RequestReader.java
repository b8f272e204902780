package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inference request from its stream, without a tree in between: numbers go straight into the tensor's array.
 * Data may be flat or nested, row-major.
 */
public final class RequestReader {

    private static final int DEEPEST = 32;
    private static final int MOST_TENSORS = 64;
    private static final int LONGEST_TEXT = 256;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(64)
                    .maxStringLength(4_096)
                    .build())
            .build();

    private final JsonParser parser;
    private @Nullable String id;
    private @Nullable String subject;
    private @Nullable List<Tensor> inputs;
    private List<String> outputs = List.of();

    private RequestReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws DomainException REQUEST_JSON, REQUEST_FORM or TENSOR_… when the body is not such a request */
    public static InferRequest read(InputStream body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            return new RequestReader(parser).request();
        } catch (JsonProcessingException e) {
            throw DomainException.invalid("REQUEST_JSON", "The body is not JSON: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw DomainException.invalid("REQUEST_JSON", "The body is not JSON in UTF-8.");
        }
    }

    private InferRequest request() throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the request");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "id" -> id = text("id");
                case "parameters" -> parameters();
                case "inputs" -> inputs = tensors();
                case "outputs" -> outputs = wanted();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw form("something follows the request");
        }
        if (inputs == null || inputs.isEmpty()) {
            throw form("'inputs' is missing");
        }
        return new InferRequest(id, subject, inputs, outputs);
    }

    private void parameters() throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT, "'parameters'");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String parameter = parser.currentName();
            parser.nextToken();
            if ("subject".equals(parameter)) {
                subject = text("parameters.subject");
            } else {
                parser.skipChildren();
            }
        }
    }

    /** The names of the outputs that the client wants. */
    private List<String> wanted() throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, "'outputs'");
        List<String> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.START_OBJECT, "an output");
            String name = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                if ("name".equals(member)) {
                    name = text("name");
                } else {
                    parser.skipChildren();
                }
            }
            if (name == null || names.size() == MOST_TENSORS) {
                throw form("an output needs 'name', and there are " + MOST_TENSORS + " at most");
            }
            names.add(name);
        }
        return names;
    }

    private List<Tensor> tensors() throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, "'inputs'");
        List<Tensor> tensors = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (tensors.size() == MOST_TENSORS) {
                throw form("there are more than " + MOST_TENSORS + " inputs");
            }
            tensors.add(tensor());
        }
        return tensors;
    }

    private Tensor tensor() throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT, "an input");
        String name = null;
        Datatype datatype = null;
        long[] shape = null;
        Values data = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> name = text("name");
                case "datatype" -> datatype = datatype();
                case "shape" -> shape = shape();
                case "data" -> data = Values.read(parser);
                default -> parser.skipChildren();
            }
        }
        if (name == null || datatype == null || shape == null || data == null) {
            throw form("an input needs 'name', 'datatype', 'shape' and 'data'");
        }
        if (datatype != Datatype.FP32) {
            throw DomainException.invalid(
                    "TENSOR_DATATYPE", "Input '" + name + "' is " + datatype + "; this server takes FP32 so far.");
        }
        return new Tensor(name, datatype, shape, data.inShape(name, shape));
    }

    private Datatype datatype() throws IOException {
        String name = text("datatype");
        return Arrays.stream(Datatype.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> DomainException.invalid("TENSOR_DATATYPE", "The protocol has no datatype of that name."));
    }

    private long[] shape() throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, "'shape'");
        List<Long> axes = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || axes.size() == DEEPEST) {
                throw form("'shape' is a list of whole numbers");
            }
            axes.add(parser.getLongValue());
        }
        return axes.stream().mapToLong(Long::longValue).toArray();
    }

    /** PostgreSQL keeps no NUL, and nobody needs an id of a kilobyte. */
    private String text(String member) throws IOException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, "'" + member + "'");
        String text = parser.getText();
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw form("'" + member + "' has " + LONGEST_TEXT + " characters at most and no NUL");
        }
        return text;
    }

    private static void expect(@Nullable JsonToken actual, JsonToken wanted, String what) {
        if (actual != wanted) {
            throw form(what + " is not "
                    + switch (wanted) {
                        case START_OBJECT -> "an object";
                        case START_ARRAY -> "a list";
                        default -> "a string";
                    });
        }
    }

    static DomainException form(String what) {
        return DomainException.invalid(
                "REQUEST_FORM", "Not a request of the Open Inference Protocol v2: " + what + ".");
    }
}
