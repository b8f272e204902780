package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Versions of models that the test names. */
final class KnownVersions extends Versions {

    private final Map<VersionId, Version> versions = new HashMap<>();

    VersionId add(ModelName model) {
        VersionId id = VersionId.random();
        Digest artifact = Digest.of(id.toString().getBytes(StandardCharsets.UTF_8));
        versions.put(id, new Version(id, model, versions.size() + 1, artifact, 100, card(1, "as submitted")));
        return id;
    }

    static ModelCard card(int revision, String purpose) {
        JsonNode document = CanonicalJson.object().put("purpose", purpose);
        return new ModelCard(revision, CanonicalJson.digest(document), document);
    }

    @Override
    public Version get(VersionId id) {
        Version version = versions.get(id);
        if (version == null) {
            throw DomainException.unknown("VERSION_UNKNOWN", "There is no version " + id + ".");
        }
        return version;
    }
}
