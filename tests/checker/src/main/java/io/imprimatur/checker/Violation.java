package io.imprimatur.checker;

/**
 * Something that must never be found.
 *
 * @param what which rows, in a sentence
 */
public record Violation(Rule rule, String what) {

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
