package io.imprimatur.workflows.internal;

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

/** Prepares what the privacy officer decides on: inventory, impact assessment, completeness of the card. */
@Named("privacyFindings")
@ApplicationScoped
public class PrivacyFindingsStep extends Step {

    private final Releases releases;
    private final PrivacyReviews reviews;

    @Inject
    public PrivacyFindingsStep(Releases releases, PrivacyReviews reviews) {
        this.releases = releases;
        this.reviews = reviews;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PrivacyFindingsStep() {
        this.releases = null;
        this.reviews = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        releases.enter(release.id(), ReleaseState.IN_REVIEW);
        PrivacyFindings findings = reviews.prepare(release.version());
        releases.record(release.id(), EvidenceKind.PRIVACY, Evidence.of(findings.verdict(), findings.document()));
        Reviews.ask(current, releases, Gate.PRIVACY);
    }
}
