package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.Inference;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.risk.RiskRegister;
import io.imprimatur.risk.RiskRegisters;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Target;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records what the risk table proposes, with the factors it rests on and the register of risks, as evidence. */
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
            Variables.FAIL_CLOSED_RECORDING,
            Variables.RECORDING);
    private static final List<String> FACTORS = List.of(
            Variables.DOMAIN,
            Variables.NATURAL_PERSONS,
            Variables.AUTOMATED_DECISION,
            Variables.SPECIAL_CATEGORIES,
            Variables.EVALUATION_PASSED,
            Variables.PRIVACY_PASSED);

    private final Releases releases;
    private final Rollouts rollouts;
    private final RiskRegisters registers;
    private final Inference inference;

    @Inject
    public RiskProposal(Releases releases, Rollouts rollouts, RiskRegisters registers, Inference inference) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.registers = registers;
        this.inference = inference;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskProposal() {
        this.releases = null;
        this.rollouts = null;
        this.registers = null;
        this.inference = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        ObjectNode before = RiskEvidence.assessed(release);
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
        document.set(RiskEvidence.LOAD, before.path(RiskEvidence.LOAD));
        document.set(RiskEvidence.REGISTER, register(release, before).document());
        releases.record(release.id(), EvidenceKind.RISK, document);
        Reviews.ask(current, releases, Gate.RISK);
    }

    /** Filled in from the evidence; what the risk manager judged before stays where it still fits. */
    private RiskRegister register(ReleaseView release, ObjectNode before) {
        @Nullable
        VersionId champion =
                rollouts.champion(release.model()).map(Target::version).orElse(null);
        Device serving = inference.device(RiskEvidence.engine(release));
        RiskRegister filledIn = registers.filledIn(release.version(), champion, RiskEvidence.facts(release, serving));
        return RiskRegister.of(before.path(RiskEvidence.REGISTER))
                .map(filledIn::keeping)
                .orElse(filledIn);
    }
}
