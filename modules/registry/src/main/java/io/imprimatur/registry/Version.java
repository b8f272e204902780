package io.imprimatur.registry;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;

/**
 * One immutable artifact of a model.
 *
 * @param number counted from 1 within the model
 * @param artifact the SHA-256 of its bytes
 * @param size in bytes
 * @param card the latest revision of its card
 */
public record Version(VersionId id, ModelName model, int number, Digest artifact, long size, ModelCard card) {}
