package io.imprimatur.release.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseView;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer judges by, in the very form that the digest covers: {@code artifact}, {@code plan} and {@code
 * evidence} are its three members.
 *
 * @param gate whose scope it is; null for everything there is
 * @param digests of each gate, or of the one gate asked for
 */
record EvidenceDocument(
        ReleaseId release,
        @Nullable Gate gate,
        Map<Gate, Digest> digests,
        Digest artifact,
        JsonNode plan,
        Map<EvidenceKind, JsonNode> evidence) {

    static EvidenceDocument of(ReleaseView release, @Nullable Gate gate) {
        Map<Gate, Digest> digests = new EnumMap<>(Gate.class);
        digests.putAll(release.digests());
        Map<EvidenceKind, JsonNode> evidence = new EnumMap<>(EvidenceKind.class);
        evidence.putAll(release.evidence());
        if (gate != null) {
            digests.keySet().removeIf(other -> other != gate);
            evidence.keySet().removeIf(kind -> !gate.covers(kind));
        }
        return new EvidenceDocument(
                release.id(), gate, digests, release.artifact(), release.plan().document(), evidence);
    }

    String tag() {
        return CanonicalJson.digest(CanonicalJson.document(this)).hex();
    }
}
