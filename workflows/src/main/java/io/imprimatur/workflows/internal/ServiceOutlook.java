package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Attestation;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;

/** Looks until when the approvals of a version in service count, and whether it is still served. */
@Named("serviceOutlook")
@ApplicationScoped
public class ServiceOutlook extends Step {

    private final Releases releases;
    private final Rollouts rollouts;
    private final Clock clock;

    @Inject
    public ServiceOutlook(Releases releases, Rollouts rollouts, Clock clock) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ServiceOutlook() {
        this.releases = null;
        this.rollouts = null;
        this.clock = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        Attestation attestation = releases.attestation(release.id());
        Instant now = clock.instant();
        Instant due = attestation.due() == null ? now : attestation.due();
        // A gate that lacks approvals serves nobody; the reviewers are given the time of the grace period to mend it.
        Instant graceEnd =
                attestation.graceEnd() == null ? now.plus(release.terms().grace()) : attestation.graceEnd();
        current.set(Variables.SERVED, isServed(release.id()))
                .set(Variables.ATTESTATION_DUE, Date.from(due))
                .set(Variables.GRACE_END, Date.from(graceEnd));
    }

    private boolean isServed(ReleaseId release) {
        return rollouts.current(releases.get(release).model()).stream()
                .flatMap(split -> Stream.of(split.champion(), split.previous()))
                .anyMatch(target -> target != null && target.release().equals(release));
    }
}
