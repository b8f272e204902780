package io.imprimatur.kernel;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901); empty for the whole document
 * @param message what is wrong and how to mend it
 */
public record Fault(String pointer, String message) {}
