package io.imprimatur.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prepares the privacy review of a version from its model card: the inventory of personal data (GDPR Article 30) and
 * the four parts of the data protection impact assessment (Article 35(7)), with what is missing from them.
 */
@ApplicationScoped
public class PrivacyReviews {

    private final Versions versions;

    @Inject
    public PrivacyReviews(Versions versions) {
        this.versions = versions;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PrivacyReviews() {
        this.versions = null;
    }

    public PrivacyFindings prepare(VersionId version) {
        return findings(versions.get(version).card());
    }

    static PrivacyFindings findings(ModelCard card) {
        JsonNode document = card.document();
        List<String> missing = missing(document);
        Verdict verdict = missing.isEmpty()
                ? Verdict.pass(Map.of("personalDataColumns", (double)
                        document.path("personalData").size()))
                : Verdict.fail(missing, Map.of("personalDataColumns", (double)
                        document.path("personalData").size()));
        ObjectNode findings = CanonicalJson.object();
        findings.put("cardRevision", card.revision());
        findings.set("verdict", CanonicalJson.document(verdict));
        findings.set("inventory", inventory(document));
        findings.set("impactAssessment", impactAssessment(document, missing));
        return new PrivacyFindings(verdict, findings);
    }

    private static List<String> missing(JsonNode card) {
        List<String> missing = new ArrayList<>();
        boolean personal = !card.path("personalData").isEmpty();
        if (personal && !card.hasNonNull("retention")) {
            missing.add("The model card names no retention period (GDPR Articles 5(1)(e) and 13(2)(a)).");
        }
        if (personal && card.path("legalBasis").asText().isBlank()) {
            missing.add("The model card names no legal basis (GDPR Article 6).");
        }
        for (JsonNode column : card.path("personalData")) {
            if (column.path("specialCategory").asBoolean()
                    && !column.path("legalBasis").asText().contains("9")) {
                missing.add("Column " + column.path("column").asText()
                        + " holds a special category of data, without a ground of GDPR Article 9(2).");
            }
        }
        if (card.path("automatedDecision").asBoolean()
                && card.path("naturalPersons").asBoolean()
                && card.path("forbiddenUses").toString().indexOf("22") < 0) {
            missing.add("It decides about people, and the card does not say how GDPR Article 22 is kept.");
        }
        return missing;
    }

    private static ArrayNode inventory(JsonNode card) {
        ArrayNode inventory = CanonicalJson.mapper().createArrayNode();
        for (JsonNode column : card.path("personalData")) {
            ObjectNode entry = inventory.addObject();
            entry.set("column", column.path("column"));
            entry.set("category", column.path("category"));
            entry.set("specialCategory", column.path("specialCategory"));
            entry.set("legalBasis", column.path("legalBasis"));
            entry.put("retention", card.path("retention").asText("not named"));
        }
        return inventory;
    }

    /** The four parts of Article 35(7), (a) to (d). */
    private static ObjectNode impactAssessment(JsonNode card, List<String> missing) {
        ObjectNode assessment = CanonicalJson.object();
        ObjectNode description = assessment.putObject("description");
        description.set("purpose", card.path("purpose"));
        description.set("intendedUses", card.path("intendedUses"));
        description.set("data", card.path("dataSheet").path("description"));
        ObjectNode necessity = assessment.putObject("necessity");
        necessity.set("legalBasis", card.path("legalBasis"));
        necessity.put("retention", card.path("retention").asText("not named"));
        ArrayNode risks = assessment.putArray("risks");
        if (card.path("automatedDecision").asBoolean()) {
            risks.add("A person is refused by a wrong estimate.");
        }
        if (!card.path("personalData").isEmpty()) {
            risks.add("Personal attributes lead to unequal treatment.");
        }
        missing.forEach(risks::add);
        ArrayNode measures = assessment.putArray("measures");
        measures.add("Subjects are known to the log by a keyed pseudonym only.");
        measures.add("Every prediction leads back to the approval that allowed it.");
        card.path("forbiddenUses").forEach(use -> measures.add("Forbidden: " + use.asText()));
        return assessment;
    }
}
