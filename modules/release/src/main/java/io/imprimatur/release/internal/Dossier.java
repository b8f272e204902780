package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

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
}
