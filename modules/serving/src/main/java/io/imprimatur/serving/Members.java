package io.imprimatur.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The small members of a request: texts, truth values, parameters. */
final class Members {

    private static final int LONGEST_TEXT = 256;

    private final JsonParser parser;

    Members(JsonParser parser) {
        this.parser = parser;
    }

    /** Takes one parameter, at whose value the parser stands. */
    interface Parameter {
        void take(String name, JsonToken value) throws IOException;
    }

    /** Parameters are strings, numbers or truth values, and nothing else. */
    void parameters(Parameter each) throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT, "'parameters'");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean plain = value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL;
            if (!plain || value == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                throw RequestReader.form("the parameter '" + name + "' is neither a string nor a number nor a boolean");
            }
            each.take(name, value);
        }
    }

    boolean flag(String parameter) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw RequestReader.form("the parameter '" + parameter + "' is true or false");
        }
        return parser.getBooleanValue();
    }

    /** PostgreSQL keeps no NUL, and nobody needs an id of a kilobyte. */
    String text(String member) throws IOException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, "'" + member + "'");
        String text = parser.getText();
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw RequestReader.form("'" + member + "' has " + LONGEST_TEXT + " characters at most and no NUL");
        }
        return text;
    }

    static void expect(@Nullable JsonToken actual, JsonToken wanted, String what) {
        if (actual != wanted) {
            throw RequestReader.form(what + " is not "
                    + switch (wanted) {
                        case START_OBJECT -> "an object";
                        case START_ARRAY -> "a list";
                        default -> "a string";
                    });
        }
    }
}
