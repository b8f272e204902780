package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;

/** The version that wants into service, as the registry knows it, with its present model card. */
public record Candidate(ModelName model, VersionId version, int number, Digest artifact, JsonNode card) {}
