package io.imprimatur.workflows.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.Releases;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;

/** Asks each gate whose approvals expire soon, or fell, to look at the version in service again. */
@Named("attestationRequest")
@ApplicationScoped
public class AttestationRequest extends Step {

    private final Releases releases;
    private final Ledger ledger;

    @Inject
    public AttestationRequest(Releases releases, Ledger ledger) {
        this.releases = releases;
        this.ledger = ledger;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected AttestationRequest() {
        this.releases = null;
        this.ledger = null;
    }

    @Override
    void run(Case current) {
        List<String> roles = new ArrayList<>();
        releases.attestation(current.release()).reviewers().forEach((gate, people) -> {
            for (int i = 0; i < people; i++) {
                roles.add(gate.role().group());
            }
        });
        Reviews.ask(current, roles);
        if (!roles.isEmpty()) {
            ledger.append(
                    "REATTESTATION_ASKED",
                    CanonicalJson.object().put(Variables.REVIEWER_ROLES, String.join(",", roles)));
        }
    }
}
