package io.imprimatur.inference.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.inference.VersionFailed;
import io.imprimatur.kernel.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Writes a failure down and tells of it, in one transaction. */
@ApplicationScoped
@Transactional
public class FailureReport {

    private final Ledger ledger;
    private final Event<VersionFailed> failed;

    @Inject
    public FailureReport(Ledger ledger, Event<VersionFailed> failed) {
        this.ledger = ledger;
        this.failed = failed;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected FailureReport() {
        this.ledger = null;
        this.failed = null;
    }

    public void tell(VersionFailed failure) {
        ledger.append("VERSION_TAKEN_OUT", CanonicalJson.object().put("reason", failure.reason()));
        failed.fire(failure);
    }
}
