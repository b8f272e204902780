package io.imprimatur.inference.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The words and signs of TorchScript code, without blanks, comments and the insides of strings (torch/csrc/jit/frontend:
 * lexer.h, strtod.h). A string stands as {@link #STRING}.
 */
final class CodeTokens {

    static final String STRING = "''";

    /** The text is none that TorchScript writes. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private CodeTokens(String text) {
        this.text = text;
    }

    static List<String> of(String text) throws Unreadable {
        CodeTokens reading = new CodeTokens(text);
        while (reading.at < text.length()) {
            reading.step();
        }
        return reading.tokens;
    }

    private void step() throws Unreadable {
        char sign = text.charAt(at);
        if (sign == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (sign == ' ' || sign == '\n' || sign == '\t' || sign == '\r') {
            at++;
        } else if (sign == '\'' || sign == '"') {
            string(sign);
        } else if (isWord(sign)) {
            int start = at;
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
            tokens.add(text.substring(start, at));
        } else if (sign > ' ' && sign < 127 && sign != '\\' && sign != '$' && sign != '`') {
            tokens.add(String.valueOf(sign));
            at++;
        } else {
            throw new Unreadable("has the character " + Integer.toString(sign) + " outside of a string");
        }
    }

    private static boolean isWord(char sign) {
        return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z' || sign >= '0' && sign <= '9' || sign == '_';
    }

    private void string(char quote) throws Unreadable {
        String thrice = String.valueOf(quote).repeat(3);
        String closing = text.startsWith(thrice, at) ? thrice : String.valueOf(quote);
        at += closing.length();
        while (!text.startsWith(closing, at)) {
            if (at >= text.length() || closing.length() == 1 && text.charAt(at) == '\n') {
                throw new Unreadable("has a string without an end");
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at += closing.length();
        tokens.add(STRING);
    }
}
