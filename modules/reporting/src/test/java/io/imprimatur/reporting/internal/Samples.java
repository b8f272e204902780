package io.imprimatur.reporting.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;

/** Evidence as the gates record it. */
final class Samples {

    /** What is not there. */
    static final JsonNode NOTHING = CanonicalJson.object().path("none");

    private Samples() {}

    /** Version 2 beside the champion, version 1. */
    static ObjectNode compared() {
        ObjectNode evaluation = CanonicalJson.object().put("positive", "Bad");
        evaluation.set("challenger", report(2, 0.76, 0.8, 0.16, "[[0, 0], [0.2, 0.6], [1, 1]]"));
        evaluation.set("champion", report(1, 0.74, 0.75, 0.18, "[[0, 0], [0.3, 0.6], [1, 1]]"));
        return evaluation;
    }

    /** The first version, with nobody to compare. */
    static ObjectNode alone() {
        return compared().without("champion");
    }

    static JsonNode plan() {
        return CanonicalJson.parse("""
                {"evaluation": {"thresholds": [
                  {"metric": "rocAuc", "atLeast": 0.7},
                  {"metric": "brier", "atMost": 0.15},
                  {"metric": "selectionRatio.sex", "atLeast": 0.8}]}}
                """);
    }

    static JsonNode abTest(double lower, double upper, String decision) {
        return CanonicalJson.object()
                .put("difference", (lower + upper) / 2)
                .put("lower", lower)
                .put("upper", upper)
                .put("margin", 0.1)
                .put("challengerMean", 0.17)
                .put("championMean", 0.18)
                .put("challengerSample", 150)
                .put("championSample", 151)
                .put("decision", decision);
    }

    private static JsonNode report(int version, double accuracy, double auc, double brier, String roc) {
        ObjectNode report = (ObjectNode) CanonicalJson.parse("""
                {"confusion": {"truePositive": 30, "falseNegative": 31, "falsePositive": 17, "trueNegative": 122},
                 "calibration": [
                   {"rows": 120, "mean": 0.1, "observed": 0.12, "lower": 0.07, "upper": 0.19},
                   {"rows": 20, "mean": 0.7, "observed": 0.65, "lower": 0.43, "upper": 0.82}],
                 "selectionRatios": {"sex": 0.93},
                 "slices": {
                   "sex.female": {"rows": 62, "accuracy": 0.731, "recall": null, "selected": 0.7,
                     "intervals": {"accuracy": {"lower": 0.61, "upper": 0.825},
                                   "selected": {"lower": 0.58, "upper": 0.8}}},
                   "age.25 to below 35": {"rows": 138, "accuracy": 0.8, "recall": 0.5, "selected": 0.75}}}
                """);
        report.put("version", version);
        report.set("roc", CanonicalJson.parse(roc));
        report.putObject("metrics")
                .put("accuracy", accuracy)
                .put("rocAuc", auc)
                .put("brier", brier)
                .put("logLoss", 0.5)
                .put("selected", 0.77);
        return report;
    }
}
