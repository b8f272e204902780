package io.imprimatur.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.risk.RiskAmendment;
import io.imprimatur.risk.RiskRegister;
import io.imprimatur.workflows.internal.RiskEvidence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Objects;

/**
 * The register of risks while the risk manager reads it: filled in from the evidence, amended with a reason. It is part
 * of the evidence, so an amendment moves the digest, and an approval given before it is void.
 */
@ApplicationScoped
@Transactional
public class RiskReview {

    private final Releases releases;
    private final Ledger ledger;

    /**
     * A register as it stands.
     *
     * @param digest of the evidence that an approval of the risk would be bound to
     */
    public record Register(Digest digest, JsonNode register) {}

    @Inject
    public RiskReview(Releases releases, Ledger ledger) {
        this.releases = releases;
        this.ledger = ledger;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskReview() {
        this.releases = null;
        this.ledger = null;
    }

    /** @throws DomainException RELEASE_UNKNOWN; RISK_REGISTER_MISSING while the risk was not assessed */
    public Register register(ReleaseId release) {
        return view(releases.get(release));
    }

    /**
     * Rates one risk in the name of the risk manager who acts.
     *
     * @param seen the digest of the evidence that the risk manager read
     * @throws DomainException as {@link #register} and {@link Releases#revise}, and RISK_UNKNOWN
     */
    public Register amend(ReleaseId id, Digest seen, RiskAmendment amendment) {
        ReleaseView release = releases.get(id);
        RiskRegister amended = registerOf(release).amend(amendment);
        ObjectNode document = RiskEvidence.assessed(release);
        document.set(RiskEvidence.REGISTER, amended.document());
        releases.revise(id, Gate.RISK, EvidenceKind.RISK, seen, document);
        ledger.append(
                "RISK_AMENDED",
                CanonicalJson.object()
                        .put("risk", amendment.risk())
                        .put("level", amendment.inherent().level().name())
                        .put("residualLevel", amendment.residual().level().name())
                        .put("owner", amendment.owner())
                        .put("reason", amendment.reason()));
        return view(releases.get(id));
    }

    private static Register view(ReleaseView release) {
        Digest digest = Objects.requireNonNull(release.digests().get(Gate.RISK));
        return new Register(digest, registerOf(release).document());
    }

    private static RiskRegister registerOf(ReleaseView release) {
        return RiskRegister.of(RiskEvidence.assessed(release).path(RiskEvidence.REGISTER))
                .orElseThrow(() -> DomainException.unknown(
                        "RISK_REGISTER_MISSING", "The risk of release " + release.id() + " is not assessed yet."));
    }
}
