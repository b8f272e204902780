package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Versions of models that the test names. */
final class KnownVersions extends Versions {

    private final Map<VersionId, Version> versions = new HashMap<>();
    private final Set<VersionId> retired = new HashSet<>();

    VersionId add(ModelName model) {
        VersionId id = VersionId.random();
        Digest artifact = Digest.of(id.toString().getBytes(StandardCharsets.UTF_8));
        versions.put(
                id,
                new Version(
                        id, model, versions.size() + 1, artifact, 100, Engine.PYTORCH, null, card(1, "as submitted")));
        return id;
    }

    static ModelCard card(int revision, String purpose) {
        JsonNode document = CanonicalJson.object().put("purpose", purpose);
        return new ModelCard(revision, CanonicalJson.digest(document), document);
    }

    /** From now on it is retired. */
    void retire(VersionId id) {
        retired.add(id);
    }

    @Override
    public void requireInUse(VersionId id) {
        get(id);
        requireNotRetired(id);
    }

    @Override
    public void requireNotRetired(VersionId id) {
        if (retired.contains(id)) {
            throw DomainException.conflict("VERSION_RETIRED", "Version " + id + " is retired.");
        }
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
