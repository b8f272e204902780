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
        if (!report.accepted()) {
            throw DomainException.unprocessable(
                    "ARTIFACT_REFUSED",
                    "The artifact is not what torch.jit.save writes of a model, or asks for what no model needs.",
                    report.reasons().stream()
                            .map(reason -> new Fault("", reason))
                            .toList());
        }
    }
}
