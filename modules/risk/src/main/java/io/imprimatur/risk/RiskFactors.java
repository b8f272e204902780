package io.imprimatur.risk;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads the risk factors of a version from its model card and the verdicts of the gates before. */
@ApplicationScoped
public class RiskFactors {

    /** The verdict of the evaluation, by this name. */
    public static final String EVALUATION = "evaluation";

    /** The verdict of the privacy findings, by this name. */
    public static final String PRIVACY = "privacy";

    private final Versions versions;

    @Inject
    public RiskFactors(Versions versions) {
        this.versions = versions;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskFactors() {
        this.versions = null;
    }

    /**
     * The factors.
     *
     * @param verdicts by {@link #EVALUATION} and {@link #PRIVACY}; a verdict that is not there has not passed
     */
    public RiskFactorSheet of(VersionId version, Map<String, Verdict> verdicts) {
        return sheet(versions.get(version).card(), verdicts);
    }

    static RiskFactorSheet sheet(ModelCard card, Map<String, Verdict> verdicts) {
        JsonNode document = card.document();
        JsonNode personalData = document.path("personalData");
        return new RiskFactorSheet(
                document.path("domain").asText("unknown"),
                document.path("naturalPersons").asBoolean(true),
                document.path("automatedDecision").asBoolean(true),
                StreamSupport.stream(personalData.spliterator(), false)
                        .anyMatch(column -> column.path("specialCategory").asBoolean()),
                !personalData.isEmpty(),
                passed(verdicts, EVALUATION),
                passed(verdicts, PRIVACY));
    }

    private static boolean passed(Map<String, Verdict> verdicts, String gate) {
        Verdict verdict = verdicts.get(gate);
        return verdict != null && verdict.passed();
    }
}
