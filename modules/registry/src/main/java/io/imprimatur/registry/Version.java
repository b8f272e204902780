package io.imprimatur.registry;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * One immutable artifact of a model.
 *
 * @param number counted from 1 within the model
 * @param artifact the SHA-256 of its bytes
 * @param size in bytes
 * @param engine what runs it
 * @param parent the version that it was made from, by rounding its weights for example; it is evaluated against it
 * @param card the latest revision of its card
 */
public record Version(
        VersionId id,
        ModelName model,
        int number,
        Digest artifact,
        long size,
        Engine engine,
        @Nullable VersionId parent,
        ModelCard card) {}
