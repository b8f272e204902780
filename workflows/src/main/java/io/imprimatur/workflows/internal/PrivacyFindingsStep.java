package io.imprimatur.workflows.internal;

import io.imprimatur.evaluation.DataSet;
import io.imprimatur.evaluation.DataSets;
import io.imprimatur.privacy.EvaluationTable;
import io.imprimatur.privacy.PrivacyFindings;
import io.imprimatur.privacy.PrivacyReviews;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Stream;

/** Prepares what the privacy officer decides on: inventory, impact assessment, scan, anonymity, and what is missing. */
@Named("privacyFindings")
@ApplicationScoped
public class PrivacyFindingsStep extends Step {

    private final Releases releases;
    private final DataSets dataSets;
    private final PrivacyReviews reviews;

    @Inject
    public PrivacyFindingsStep(Releases releases, DataSets dataSets, PrivacyReviews reviews) {
        this.releases = releases;
        this.dataSets = dataSets;
        this.reviews = reviews;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PrivacyFindingsStep() {
        this.releases = null;
        this.dataSets = null;
        this.reviews = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        releases.enter(release.id(), ReleaseState.IN_REVIEW);
        PrivacyFindings findings = prepare(release);
        releases.record(release.id(), EvidenceKind.PRIVACY, Evidence.of(findings.verdict(), findings.document()));
        Reviews.ask(current, releases, Gate.PRIVACY);
    }

    /** The rows stay with the evaluation; the privacy gate sees them pass as plain values. */
    private PrivacyFindings prepare(ReleaseView release) {
        DataSet dataSet = dataSets.get(release.plan().evaluation().dataset());
        try (Stream<List<String>> rows = dataSets.rows(dataSet.digest())) {
            return reviews.prepare(
                    release.version(),
                    new EvaluationTable(dataSet.columns(), rows),
                    Evidence.verdict(release, EvidenceKind.EVALUATION).orElse(null));
        }
    }
}
