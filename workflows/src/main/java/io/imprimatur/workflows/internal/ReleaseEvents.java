package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Acts;
import io.imprimatur.release.EvidenceChanged;
import io.imprimatur.release.ReleaseSubmitted;
import io.imprimatur.release.ReleaseWithdrawn;
import io.imprimatur.workflows.Processes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Carries what happened to a release to its case, in the same transaction. */
@ApplicationScoped
public class ReleaseEvents {

    private final Cases cases;

    @Inject
    public ReleaseEvents(Cases cases) {
        this.cases = cases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ReleaseEvents() {
        this.cases = null;
    }

    void submitted(@Observes ReleaseSubmitted event) {
        cases.begin(event.id());
    }

    void withdrawn(@Observes ReleaseWithdrawn event) {
        cases.tell(event.id(), Processes.RELEASE_WITHDRAWN, Cases.person(Acts.current()));
    }

    /** Reviews of a case read the evidence when they are asked; the watch over a version in service must be told. */
    void changed(@Observes EvidenceChanged event) {
        if (!event.voided().isEmpty() && cases.isEngineRunning()) {
            cases.tell(event.release(), Processes.EVIDENCE_CHANGED, Cases.person(Acts.current()));
        }
    }
}
