package io.imprimatur.workflows.internal;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.release.EvaluationPlan;
import io.imprimatur.release.Margin;
import java.util.List;

/** The evaluation that a release planned, in the evaluation's own words. */
final class Criteria {

    private Criteria() {}

    static EvaluationCriteria of(EvaluationPlan plan) {
        return new EvaluationCriteria(
                plan.dataset(),
                plan.label(),
                plan.positive(),
                plan.thresholds().stream()
                        .map(threshold -> new EvaluationCriteria.Bound(
                                threshold.metric(), threshold.atLeast(), threshold.atMost()))
                        .toList(),
                margins(plan.againstChampion()),
                margins(plan.againstParent()),
                plan.slices().stream()
                        .map(slice -> new EvaluationCriteria.Slice(
                                slice.name(), slice.column(), slice.groups(), slice.bands()))
                        .toList());
    }

    private static List<EvaluationCriteria.Margin> margins(List<Margin> margins) {
        return margins.stream()
                .map(margin -> new EvaluationCriteria.Margin(margin.metric(), margin.worseByAtMost()))
                .toList();
    }
}
