package io.imprimatur.privacy.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.privacy.EvaluationTable;
import io.imprimatur.privacy.PrivacyFindings;
import io.imprimatur.registry.ModelCard;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The evidence of a privacy review: inventory, impact assessment, scan, anonymity, verdict. */
public final class PrivacyDocument {

    private static final double DECIMALS = 1e6;

    private PrivacyDocument() {}

    /**
     * Looks at everything once.
     *
     * @param evaluation the evaluation's verdict; null while there is none
     * @param limit the most rows that are read
     */
    public static PrivacyFindings of(ModelCard card, EvaluationTable table, @Nullable Verdict evaluation, int limit) {
        CardView view = new CardView(card.document());
        Survey survey = Survey.of(view, table, limit);
        List<String> gaps = Gaps.of(view, survey);
        Map<String, Double> figures = figures(view, survey);
        Verdict verdict = gaps.isEmpty() ? Verdict.pass(figures) : Verdict.fail(gaps, figures);
        ObjectNode document = CanonicalJson.object();
        document.put("cardRevision", card.revision());
        document.set("verdict", CanonicalJson.document(verdict));
        document.set("inventory", Inventory.of(view));
        document.set("impactAssessment", ImpactAssessment.of(view, survey, gaps, evaluation));
        document.set("scan", scan(survey));
        document.set("anonymity", anonymity(view, survey));
        return new PrivacyFindings(verdict, document);
    }

    private static Map<String, Double> figures(CardView card, Survey survey) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("personalDataColumns", (double) card.columns().size());
        figures.put("directIdentifiers", (double) survey.certainIdentifiers());
        if (survey.anonymity() != null) {
            figures.put("k", (double) survey.anonymity().k());
        }
        return figures;
    }

    private static ObjectNode scan(Survey survey) {
        ObjectNode scan = CanonicalJson.object();
        scan.put(
                "lookedFor",
                Arrays.stream(Identifier.values()).map(Identifier::words).collect(Collectors.joining(", ")));
        scan.put("rowsRead", survey.rows());
        scan.put("allRows", survey.whole());
        ArrayNode found = scan.putArray("found");
        survey.findings()
                .forEach(finding -> found.addObject()
                        .put("in", finding.place())
                        .put("column", finding.column())
                        .put("identifier", finding.identifier().words())
                        .put("count", finding.count())
                        .put("weight", finding.certain() ? "identifies a person" : "look whether it must be there"));
        return scan;
    }

    private static ObjectNode anonymity(CardView card, Survey survey) {
        ObjectNode anonymity = CanonicalJson.object();
        anonymity.put("quasiIdentifiers", String.join(", ", card.quasiIdentifiers()));
        Anonymity.Measured measured = survey.anonymity();
        if (measured == null) {
            return anonymity.put(
                    "notMeasured",
                    card.quasiIdentifiers().isEmpty()
                            ? "The card declares no quasi-identifiers."
                            : "The evaluation set does not have all that the card declares.");
        }
        anonymity.put("rows", measured.rows());
        anonymity.put("groups", measured.groups());
        anonymity.put("k", measured.k());
        anonymity.put("rowsAlone", measured.alone());
        anonymity.put("rowsInGroupsBelowFive", measured.fewerThanFive());
        ArrayNode sensitive = anonymity.putArray("sensitive");
        for (SensitiveAttribute attribute : measured.sensitive()) {
            sensitive
                    .addObject()
                    .put("attribute", attribute.name())
                    .put("distinctL", attribute.distinctL())
                    .put("entropyL", rounded(attribute.entropyL()))
                    .put("t", rounded(attribute.t()))
                    .put("distance", attribute.ordered() ? "ordered" : "equal");
        }
        anonymity.put(
                "definitions",
                "k-anonymity: Sweeney 2002; l-diversity: Machanavajjhala et al. 2007; t-closeness: Li et al. 2007.");
        return anonymity;
    }

    private static double rounded(double figure) {
        return Math.round(figure * DECIMALS) / DECIMALS;
    }
}
