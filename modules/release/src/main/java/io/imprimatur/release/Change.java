package io.imprimatur.release;

import org.jspecify.annotations.Nullable;

/**
 * One value of the evidence that is no longer what it was.
 *
 * @param path the kind of the evidence and the members down to the value, {@code MODEL_CARD/retention/period}
 * @param was null for a value that was not there
 * @param is null for a value that is gone
 */
public record Change(
        String path, @Nullable String was, @Nullable String is) {}
