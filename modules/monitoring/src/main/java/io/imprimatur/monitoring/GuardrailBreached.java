package io.imprimatur.monitoring;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;

/** A watched release broke a bound; fired once for each watch, in the transaction that marks it breached. */
public record GuardrailBreached(
        ReleaseId release, ModelName model, VersionId version, String metric, double observed, double bound) {

    /** The breach in a sentence. */
    public String reason() {
        return "Guardrail " + metric + ": " + round(observed) + " is above the bound of " + round(bound) + ".";
    }

    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
