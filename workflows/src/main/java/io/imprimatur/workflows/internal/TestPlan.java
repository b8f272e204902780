package io.imprimatur.workflows.internal;

import io.imprimatur.experiment.ExperimentAnalysis;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.release.AbTestPlan;
import io.imprimatur.release.ReleaseView;
import java.util.List;
import java.util.Map;

/** The A/B test of a release: its plan, and what its analysis means for the road. */
final class TestPlan {

    private TestPlan() {}

    static AbTestPlan of(ReleaseView release) {
        AbTestPlan plan = release.plan().abTest();
        if (plan == null) {
            throw new IllegalStateException("Release " + release.id() + " has no A/B test in its plan.");
        }
        return plan;
    }

    /** Not inferior passes, inferior fails; what is neither stays undecided. */
    static Verdict verdict(ExperimentAnalysis analysis) {
        Map<String, Double> figures = Map.of(
                "difference", analysis.difference(),
                "lower", analysis.lower(),
                "upper", analysis.upper(),
                "margin", analysis.margin());
        return switch (analysis.decision()) {
            case NON_INFERIOR -> Verdict.pass(figures);
            case INFERIOR ->
                Verdict.fail(List.of("The challenger is worse than the champion by more than the margin."), figures);
            case UNDECIDED ->
                Verdict.undecided(
                        List.of(
                                "The outcomes show neither that it is worse by more than the margin nor that it is not."),
                        figures);
        };
    }
}
