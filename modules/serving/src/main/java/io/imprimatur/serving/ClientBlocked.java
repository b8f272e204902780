package io.imprimatur.serving;

/** A client was blocked; fired in its transaction, to be acted upon after its success. */
public record ClientBlocked(String client) {}
