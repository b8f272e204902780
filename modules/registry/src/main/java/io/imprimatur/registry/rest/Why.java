package io.imprimatur.registry.rest;

import org.jspecify.annotations.Nullable;

/** Why something is taken out of use. */
record Why(@Nullable String reason) {

    static String reason(@Nullable Why why) {
        return why == null || why.reason() == null ? "" : why.reason();
    }
}
