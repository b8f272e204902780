package io.imprimatur.serving;

/** A client is let in again; fired in its transaction, to be acted upon after its success. */
public record ClientUnblocked(String client) {}
