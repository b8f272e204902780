package io.imprimatur.workflows.internal;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.release.EvaluationPlan;

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
                plan.againstChampion().stream()
                        .map(bound -> new EvaluationCriteria.ChampionBound(bound.metric(), bound.worseByAtMost()))
                        .toList(),
                plan.slices().stream()
                        .map(slice -> new EvaluationCriteria.Slice(
                                slice.name(), slice.column(), slice.groups(), slice.bands()))
                        .toList());
    }
}
