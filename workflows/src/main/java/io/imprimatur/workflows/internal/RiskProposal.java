package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Releases;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/** Records what the risk table proposes, with the factors it rests on, as evidence. */
@Named("riskProposal")
@ApplicationScoped
public class RiskProposal extends Step {

    private static final List<String> PROPOSED = List.of(
            Variables.RISK_CLASS, Variables.REQUIRED_APPROVALS, Variables.RISK_REASON, Variables.EU_AI_ACT_PROPOSED);
    private static final Map<Gate, String> APPROVALS = Map.of(
            Gate.PRIVACY, Variables.PRIVACY_APPROVALS,
            Gate.RISK, Variables.RISK_APPROVALS,
            Gate.SIGN_OFF, Variables.SIGN_OFF_APPROVALS);
    private static final List<String> LIMITS = List.of(
            Variables.PILOT_CAP,
            Variables.STAGE_CAP,
            Variables.MINIMUM_SAMPLE,
            Variables.MINIMUM_HOLD,
            Variables.FAIL_CLOSED_RECORDING);
    private static final List<String> FACTORS = List.of(
            Variables.DOMAIN,
            Variables.NATURAL_PERSONS,
            Variables.AUTOMATED_DECISION,
            Variables.SPECIAL_CATEGORIES,
            Variables.EVALUATION_PASSED,
            Variables.PRIVACY_PASSED);

    private final Releases releases;

    @Inject
    public RiskProposal(Releases releases) {
        this.releases = releases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskProposal() {
        this.releases = null;
    }

    @Override
    void run(Case current) {
        ObjectNode document = CanonicalJson.object();
        for (String name : PROPOSED) {
            document.put(name, current.text(name));
        }
        ObjectNode factors = document.putObject("factors");
        for (String name : FACTORS) {
            factors.set(name, CanonicalJson.document(current.execution().getVariable(name)));
        }
        ObjectNode approvals = document.putObject("approvals");
        APPROVALS.forEach((gate, name) -> approvals.put(gate.name(), current.number(name, 1)));
        ObjectNode limits = document.putObject("limits");
        LIMITS.forEach(name ->
                limits.set(name, CanonicalJson.document(current.execution().getVariable(name))));
        releases.record(current.release(), EvidenceKind.RISK, document);
        Reviews.ask(current, releases, Gate.RISK);
    }
}
