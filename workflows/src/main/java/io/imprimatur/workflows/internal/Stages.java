package io.imprimatur.workflows.internal;

import io.imprimatur.monitoring.Guardrail;
import io.imprimatur.release.Phase;
import io.imprimatur.release.Plan;
import io.imprimatur.release.Stage;
import java.util.List;

/** The plan in the words of a staged rollout: the pilot is a rollout of one stage. */
final class Stages {

    private Stages() {}

    static List<Stage> of(Plan plan, Phase phase) {
        return phase == Phase.PILOT ? List.of(plan.pilot()) : plan.stages();
    }

    static List<Guardrail> guardrails(Plan plan) {
        return plan.guardrails().stream()
                .map(bound -> new Guardrail(bound.metric(), bound.atMost(), bound.minimumPredictions()))
                .toList();
    }
}
