package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;

/** Plans to submit. */
public final class Plans {

    private Plans() {}

    /** A plan without a fault, fresh each time. */
    public static ObjectNode whole() {
        return (ObjectNode) CanonicalJson.parse("""
                {"evaluation": {
                   "dataset": "%s", "label": "Class", "positive": "Bad",
                   "thresholds": [
                     {"metric": "rocAuc", "atLeast": 0.70},
                     {"metric": "brier", "atMost": 0.22},
                     {"metric": "selectionRatio.sex", "atLeast": 0.6}],
                   "againstChampion": [{"metric": "brier", "worseByAtMost": 0.02}],
                   "slices": [
                     {"name": "sex", "column": "Personal",
                      "groups": {"female": ["Female.NotSingle"], "male": ["Male.Single", "Male.Divorced"]}},
                     {"name": "age", "column": "Age", "bands": [25, 35, 50]}]},
                 "pilot": {"share": 500, "hold": "PT5S", "minimumPredictions": 20},
                 "abTest": {"share": 5000, "metric": "brier", "margin": 0.03, "alpha": 0.05,
                            "minimumSamplePerArm": 150, "maximumDuration": "PT10M"},
                 "stages": [
                   {"share": 500, "hold": "PT2S", "minimumPredictions": 0},
                   {"share": 2500, "hold": "PT2S"}, {"share": 5000, "hold": "PT2S"}, {"share": 10000, "hold": "PT0S"}],
                 "guardrails": [
                   {"metric": "errorRate", "atMost": 0.05, "minimumPredictions": 5},
                   {"metric": "latencyP99Millis", "atMost": 500}]}
                """.formatted("d".repeat(64)));
    }
}
