package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence documents: what a context found, with its verdict as the member {@code verdict}. */
final class Evidence {

    private static final String VERDICT = "verdict";

    private Evidence() {}

    static ObjectNode of(Verdict verdict, JsonNode found) {
        ObjectNode document = found instanceof ObjectNode members
                ? members.deepCopy()
                : CanonicalJson.object().set("document", found);
        document.set(VERDICT, CanonicalJson.document(verdict));
        return document;
    }

    /** The document that a release has of a kind, to be changed; an empty one while there is none. */
    static ObjectNode copy(ReleaseView release, EvidenceKind kind) {
        return release.evidence().get(kind) instanceof ObjectNode held ? held.deepCopy() : CanonicalJson.object();
    }

    /** The verdict that a release's evidence of a kind holds; empty while there is none. */
    static Optional<Verdict> verdict(ReleaseView release, EvidenceKind kind) {
        JsonNode document = release.evidence().get(kind);
        if (document == null || !document.path(VERDICT).isObject()) {
            return Optional.empty();
        }
        JsonNode verdict = document.path(VERDICT);
        List<String> reasons = new ArrayList<>();
        verdict.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        Map<String, Double> figures = new HashMap<>();
        verdict.path("figures")
                .fields()
                .forEachRemaining(
                        figure -> figures.put(figure.getKey(), figure.getValue().doubleValue()));
        return Optional.of(
                new Verdict(Verdict.Outcome.valueOf(verdict.path("outcome").asText()), reasons, figures));
    }
}
