package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.experiment.ExperimentAnalysis;
import io.imprimatur.experiment.Experiments;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Analyses the A/B test by its registered rule and records what it found as evidence. */
@Named("testAnalysis")
@ApplicationScoped
public class TestAnalysis extends Step {

    private final Releases releases;
    private final Experiments experiments;

    @Inject
    public TestAnalysis(Releases releases, Experiments experiments) {
        this.releases = releases;
        this.experiments = experiments;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TestAnalysis() {
        this.releases = null;
        this.experiments = null;
    }

    @Override
    void run(Case current) {
        ExperimentAnalysis analysis = experiments.analyse(current.release());
        Verdict verdict = TestPlan.verdict(analysis);
        ObjectNode document = Evidence.of(verdict, analysis.document());
        document.put("held", true);
        releases.record(current.release(), EvidenceKind.AB_TEST, document);
        current.set(verdict);
    }
}
