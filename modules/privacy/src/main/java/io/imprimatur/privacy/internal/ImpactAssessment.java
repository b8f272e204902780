package io.imprimatur.privacy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data protection impact assessment, pre-filled: the four parts of GDPR Article 35(7), (a) to (d). The officer
 * judges it and states the risk that is left.
 */
final class ImpactAssessment {

    private ImpactAssessment() {}

    /** @param evaluation what the evaluation said of the version; null where it said nothing */
    static ObjectNode of(CardView card, Survey survey, List<String> gaps, @Nullable Verdict evaluation) {
        ObjectNode assessment = CanonicalJson.object();
        assessment.set("description", description(card, survey));
        assessment.set("necessity", necessity(card, survey, evaluation));
        assessment.set("risks", risks(card, survey, gaps, evaluation));
        assessment.set("measures", measures(card, survey));
        return assessment;
    }

    /** (a) a systematic description of the processing and its purposes. */
    private static ObjectNode description(CardView card, Survey survey) {
        JsonNode document = card.document();
        ObjectNode description = CanonicalJson.object();
        description.set("purpose", document.path("purpose"));
        description.set("intendedUses", document.path("intendedUses"));
        description.set("domain", document.path("domain"));
        description.put("aboutPeople", card.aboutPeople());
        description.put("automatedDecision", card.decides());
        description.set("data", document.path("dataSheet").path("description"));
        description.put("personalData", joined(card, "category"));
        description.put("sources", joined(card, "source"));
        description.put(
                "recipients",
                card.columns().stream()
                        .flatMap(column -> CardView.texts(column.path("recipients")).stream())
                        .distinct()
                        .collect(Collectors.joining("; ")));
        description.put("evaluationRows", survey.rows());
        return description;
    }

    private static String joined(CardView card, String member) {
        return card.columns().stream()
                .map(column -> CardView.text(column, member))
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** (b) necessity and proportionality in relation to the purposes. */
    private static ObjectNode necessity(CardView card, Survey survey, @Nullable Verdict evaluation) {
        ObjectNode necessity = CanonicalJson.object();
        necessity.set("legalBasis", card.document().path("legalBasis"));
        String retention = CardView.text(card.document(), "retention");
        necessity.put("retention", retention.isEmpty() ? Inventory.NOT_NAMED : retention);
        necessity.put(
                "minimisation",
                card.columns().size() + " columns are declared as personal data; the model takes " + inputs(card)
                        + " inputs.");
        necessity.put("servesItsPurpose", served(evaluation));
        necessity.set("limits", card.document().path("limits"));
        List<String> undeclared = Inventory.undeclared(card, survey);
        if (!undeclared.isEmpty()) {
            necessity.put("notDeclared", String.join(", ", undeclared));
        }
        return necessity;
    }

    private static int inputs(CardView card) {
        return card.document().at("/inputs/0/columns").size();
    }

    private static String served(@Nullable Verdict evaluation) {
        if (evaluation == null) {
            return "The evaluation has said nothing yet.";
        }
        return evaluation.passed()
                ? "The evaluation passed: " + figures(evaluation) + "."
                : "The evaluation did not pass: " + String.join(" ", evaluation.reasons());
    }

    private static String figures(Verdict evaluation) {
        return new TreeMap<>(evaluation.figures())
                .entrySet().stream()
                        .map(figure -> figure.getKey() + " " + Math.round(figure.getValue() * 10_000) / 10_000.0)
                        .collect(Collectors.joining(", "));
    }

    /** (c) the risks to the rights and freedoms of the people concerned. */
    private static ArrayNode risks(CardView card, Survey survey, List<String> gaps, @Nullable Verdict evaluation) {
        ArrayNode risks = CanonicalJson.mapper().createArrayNode();
        if (card.decides()) {
            risk(risks, "A person is refused by a wrong estimate.", served(evaluation));
        }
        if (card.personal()) {
            risk(risks, "Personal attributes lead to unequal treatment.", equality(evaluation));
        }
        if (card.columns().stream()
                .anyMatch(column -> column.path("specialCategory").asBoolean())) {
            risk(risks, "A special category of data comes to light.", "Marked in the inventory (GDPR Article 9).");
        }
        Anonymity.Measured measured = survey.anonymity();
        if (measured != null && measured.alone() > 0) {
            risk(
                    risks,
                    "Somebody who knows a person finds the person's row in the evaluation set.",
                    measured.alone() + " of " + measured.rows() + " rows are alone with their quasi-identifiers.");
        }
        if (measured != null) {
            measured.sensitive().stream()
                    .filter(attribute -> attribute.distinctL() == 1)
                    .forEach(attribute -> risk(
                            risks,
                            "Somebody who knows a person learns the person's " + attribute.name() + ".",
                            "A group of rows with the same quasi-identifiers has one value alone."));
        }
        if (survey.certainIdentifiers() > 0) {
            risk(
                    risks,
                    "The people in the data are named by direct identifiers.",
                    survey.certainIdentifiers() + " were found by the scan.");
        }
        gaps.forEach(gap -> risk(risks, "The assessment is not complete.", gap));
        return risks;
    }

    private static String equality(@Nullable Verdict evaluation) {
        if (evaluation != null) {
            Map<String, Double> ratios = new TreeMap<>(evaluation.figures());
            ratios.keySet().removeIf(name -> !name.startsWith("selectionRatio."));
            if (!ratios.isEmpty()) {
                return ratios.entrySet().stream()
                        .map(ratio -> ratio.getKey() + " is " + Math.round(ratio.getValue() * 10_000) / 10_000.0)
                        .collect(Collectors.joining(", ", "", "."));
            }
        }
        return "The plan asks for no selection ratio.";
    }

    private static void risk(ArrayNode risks, String risk, String grounds) {
        risks.addObject().put("risk", risk).put("grounds", grounds);
    }

    /** (d) the measures that are taken. */
    private static ArrayNode measures(CardView card, Survey survey) {
        ArrayNode measures = CanonicalJson.mapper().createArrayNode();
        measure(measures, "Subjects are known to the log by a keyed pseudonym only.", "prediction log");
        measure(measures, "Every prediction leads back to the approval that allowed it.", "audit trail");
        measure(
                measures,
                "Card and evaluation set were looked through for direct identifiers.",
                survey.rows() + " rows, " + survey.findings().size() + " findings");
        if (survey.anonymity() != null) {
            measure(
                    measures,
                    "The anonymity of the evaluation set was measured.",
                    "k = " + survey.anonymity().k());
        }
        card.document()
                .path("forbiddenUses")
                .forEach(use -> measure(measures, "Forbidden: " + use.asText(), "model card"));
        return measures;
    }

    private static void measure(ArrayNode measures, String measure, String shownBy) {
        measures.addObject().put("measure", measure).put("shownBy", shownBy);
    }
}
