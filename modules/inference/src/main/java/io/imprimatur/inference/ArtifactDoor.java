package io.imprimatur.inference;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.registry.ArtifactOffered;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Lets nothing become a version that the scan refuses; whoever sent it is told why at once. */
@ApplicationScoped
public class ArtifactDoor {

    private final ArchiveScan scan;

    @Inject
    public ArtifactDoor(ArchiveScan scan) {
        this.scan = scan;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ArtifactDoor() {
        this.scan = null;
    }

    void look(@Observes ArtifactOffered offered) {
        ScanReport report = scan.scan(offered.file());
        String engine = report.document().path("engine").asText();
        if (report.accepted() && !engine.equals(offered.engine().label())) {
            throw DomainException.unprocessable(
                    "ARTIFACT_ENGINE",
                    "The artifact is made for " + engine + ", and is said to be for "
                            + offered.engine().label() + ".");
        }
        if (!report.accepted()) {
            throw DomainException.unprocessable(
                    "ARTIFACT_REFUSED",
                    "The artifact is no archive of a model as its engine writes it, or asks for what no model needs.",
                    report.reasons().stream()
                            .map(reason -> new Fault("", reason))
                            .toList());
        }
    }
}
