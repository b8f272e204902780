package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Clearance;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReviewPolicy;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What lies before a gate. */
final class Dossier {

    private Dossier() {}

    /** The one document that a gate's approval is bound to: {@code {"artifact", "plan", "evidence": {kind: …}}}. */
    static ObjectNode judgedBy(Gate gate, String artifact, String plan, Collection<Evidence> evidence) {
        ObjectNode judged = CanonicalJson.object();
        judged.put("artifact", artifact);
        judged.set("plan", CanonicalJson.parse(plan));
        ObjectNode documents = judged.putObject("evidence");
        evidence.stream()
                .filter(held -> gate.covers(held.kind()))
                .forEach(held -> documents.set(held.kind().name(), held.document()));
        return judged;
    }

    /** Nobody approves what was never measured. */
    static void requireWhole(Gate gate, Collection<Evidence> evidence) {
        Set<EvidenceKind> missing = EnumSet.copyOf(gate.demanded());
        evidence.forEach(held -> missing.remove(held.kind()));
        if (!missing.isEmpty()) {
            throw DomainException.conflict(
                    "EVIDENCE_INCOMPLETE", "Gate " + gate + " cannot approve yet: there is no " + missing + ".");
        }
    }

    /** The approvals under the rules of the class that the risk assessment found, and what it demands beside them. */
    static Consents consents(
            List<GivenApproval> approvals,
            Map<Gate, Digest> digests,
            ReviewPolicy policy,
            Collection<Evidence> evidence) {
        JsonNode assessed = assessed(evidence);
        Map<Gate, Integer> demanded = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            demanded.put(gate, assessed.path("approvals").path(gate.name()).asInt(1));
        }
        return new Consents(
                approvals, digests, policy, assessed.path("riskClass").asText(ReviewPolicy.STRICTEST), demanded);
    }

    /**
     * The proof, with what the risk assessment lets the version do: answer without a record, and before the record is
     * committed; neither while it does not say so.
     */
    static Clearance clearance(
            ReleaseId release, VersionId version, Digest digest, List<UUID> approvals, Collection<Evidence> evidence) {
        JsonNode limits = assessed(evidence).path("limits");
        return new Clearance(
                release,
                version,
                digest,
                approvals,
                !limits.path("failClosedRecording").asBoolean(true),
                "buffered".equals(limits.path("recording").asText()));
    }

    private static JsonNode assessed(Collection<Evidence> evidence) {
        return evidence.stream()
                .filter(held -> held.kind() == EvidenceKind.RISK)
                .findFirst()
                .map(Evidence::document)
                .orElseGet(CanonicalJson::object);
    }
}
