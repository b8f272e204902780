package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Decision;
import io.imprimatur.release.DecisionTaken;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Releases;
import io.imprimatur.risk.RiskRegister;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the decisions of user tasks to the release and the ledger. */
@ApplicationScoped
public class ReleaseDecisions implements Decisions {

    private static final Map<String, Gate> GATES =
            Map.of("Task_PrivacyReview", Gate.PRIVACY, "Task_RiskAssessment", Gate.RISK, "Task_SignOff", Gate.SIGN_OFF);
    private static final Map<String, String> KINDS = Map.of(
            Escalation.LEDGER_KIND,
            Escalation.LEDGER_KIND,
            "EU_AI_ACT",
            "AI_ACT_CATEGORISED",
            "RESIDUAL_RISK",
            "RESIDUAL_RISK_STATED",
            "Task_Rework",
            "RELEASE_REWORKED",
            "Task_DecideStage",
            "STAGE_DECIDED",
            "Task_DecideUndecidedTest",
            "TEST_DECIDED",
            "Task_IncidentReview",
            "INCIDENT_REVIEWED");

    private final Releases releases;
    private final Ledger ledger;
    private final Deadlines deadlines;

    @Inject
    public ReleaseDecisions(Releases releases, Ledger ledger, Deadlines deadlines) {
        this.releases = releases;
        this.ledger = ledger;
        this.deadlines = deadlines;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ReleaseDecisions() {
        this.releases = null;
        this.ledger = null;
        this.deadlines = null;
    }

    @Override
    public void gate(
            ReleaseId release,
            String task,
            String decision,
            @Nullable String onBehalfOf,
            String evidenceDigest,
            String reason,
            Map<String, String> stated) {
        Decision taken = Decision.valueOf(decision.toUpperCase(Locale.ROOT));
        if (taken == Decision.APPROVE && gateOf(task) == Gate.RISK) {
            requireAcceptable(release);
        }
        releases.decide(release, gateOf(task), taken, onBehalfOf, new Digest(evidenceDigest), reason, stated);
    }

    @Override
    public Map<String, String> statedBefore(ReleaseId release, String task) {
        return releases.decisions(release).stream()
                .filter(taken -> taken.gate() == gateOf(task) && taken.decision() == Decision.APPROVE)
                .reduce((earlier, later) -> later)
                .map(DecisionTaken::stated)
                .orElse(Map.of());
    }

    /**
     * What the table calls unacceptable, nobody accepts: the model card must say another use, or the case ends. Nor does
     * anybody accept a high risk that nothing is done about, or one that was never written down.
     */
    private void requireAcceptable(ReleaseId release) {
        JsonNode assessed = RiskEvidence.assessed(releases.get(release));
        if ("unacceptable".equals(assessed.path(Variables.RISK_CLASS).asText())) {
            throw DomainException.conflict(
                    "USE_PROHIBITED",
                    assessed.path(Variables.RISK_REASON).asText() + " It cannot be approved. Reject the release.");
        }
        RiskRegister.of(assessed.path(RiskEvidence.REGISTER))
                .orElseThrow(() -> DomainException.conflict(
                        "RISK_REGISTER_MISSING",
                        "The risks of this release were never written down. Return it, so that it is assessed anew."))
                .requireTreated();
    }

    @Override
    public void note(ReleaseId release, String task, Map<String, String> facts) {
        ObjectNode document = CanonicalJson.object();
        facts.forEach(document::put);
        ledger.append(KINDS.getOrDefault(task, "TASK_COMPLETED"), document);
    }

    @Override
    public void requireFree(ReleaseId release, String task, String subject) {
        releases.requireFree(release, gateOf(task), subject);
    }

    @Override
    public boolean mayStandIn(ReleaseId release, String task, String principal, String deputy) {
        return releases.mayStandIn(release, gateOf(task), principal, deputy);
    }

    @Override
    public List<String> deputies(ReleaseId release, String task, String principal) {
        return releases.deputies(release, gateOf(task), principal);
    }

    @Override
    public TaskTerms terms(ReleaseId release, String task) {
        return deadlines.of(releases.get(release).terms().riskClass(), task);
    }

    private static Gate gateOf(String task) {
        @Nullable Gate gate = GATES.get(task);
        if (gate == null) {
            throw new IllegalArgumentException(task + " is no gate");
        }
        return gate;
    }
}
