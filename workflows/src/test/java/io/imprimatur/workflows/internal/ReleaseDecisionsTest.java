package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no risk manager can accept. */
class ReleaseDecisionsTest {

    private final KeptReleases releases = new KeptReleases();
    private final ReleaseDecisions decisions = new ReleaseDecisions(releases, new Ledger(null, null), new Deadlines());

    @ParameterizedTest
    @CsvSource({"'', operator", "A second look., ''", "'', ''"})
    void a_high_residual_risk_without_mitigation_or_owner_is_not_accepted(String mitigation, String owner) {
        assessed("high", 4, mitigation, owner);

        refused("RISK_UNTREATED");
        assertThat(releases.decisions).isZero();
    }

    @Test
    void a_treated_one_is_and_so_is_one_that_is_not_high() {
        assessed("high", 4, "A second look.", "operator");
        decide("Task_RiskAssessment", "approve");
        assessed("high", 3, "", "");
        decide("Task_RiskAssessment", "approve");

        assertThat(releases.decisions).isEqualTo(2);
    }

    @Test
    void nobody_accepts_risks_that_were_never_written_down() {
        releases.evidence.put(EvidenceKind.RISK, CanonicalJson.object().put("riskClass", "high"));

        refused("RISK_REGISTER_MISSING");
    }

    @Test
    void nobody_accepts_what_the_table_calls_unacceptable() {
        assessed("unacceptable", 1, "", "");

        refused("USE_PROHIBITED");
    }

    @Test
    void whoever_sends_it_back_or_ends_it_needs_no_register() {
        decide("Task_RiskAssessment", "return");
        decide("Task_RiskAssessment", "reject");
        decide("Task_PrivacyReview", "approve");

        assertThat(releases.decisions).isEqualTo(3);
    }

    private void assessed(String riskClass, int residual, String mitigation, String owner) {
        releases.evidence.put(
                EvidenceKind.RISK, CanonicalJson.parse("""
                        {"riskClass": "%s", "register": {"risks": {"worst-slice": {"area": "PERFORMANCE",
                          "title": "A group is served worse.", "finding": "It is.", "likelihood": 4, "impact": 4,
                          "mitigation": "%s", "residualLikelihood": %d, "residualImpact": 4, "owner": "%s"}}}}""".formatted(riskClass, mitigation, residual, owner)));
    }

    private void refused(String code) {
        assertThatThrownBy(() -> decide("Task_RiskAssessment", "approve"))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void decide(String task, String decision) {
        decisions.gate(ReleaseId.random(), task, decision, null, Road.DIGEST, "because", Map.of());
    }
}
