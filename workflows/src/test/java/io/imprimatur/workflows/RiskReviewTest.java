package io.imprimatur.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.risk.RiskAmendment;
import io.imprimatur.workflows.RiskReview.Register;
import io.imprimatur.workflows.internal.KeptReleases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskReviewTest {

    private final ReleaseId release = ReleaseId.random();
    private final KeptReleases releases = new KeptReleases();
    private final Book ledger = new Book();
    private final RiskReview review = new RiskReview(releases, ledger);

    @Test
    void an_amendment_is_evidence_of_its_own_and_is_written_down_with_its_reason() {
        assessed();
        Register before = review.register(release);

        Register after = review.amend(release, before.digest(), amendment("worst-slice"));

        assertThat(after.digest()).isNotEqualTo(before.digest()).isEqualTo(releases.digest());
        JsonNode risk = after.register().path("risks").path("worst-slice");
        assertThat(risk.path("residualLevel").asText()).isEqualTo("LOW");
        assertThat(risk.path("amended").asText()).isEqualTo("The group was asked.");
        assertThat(releases.evidence.get(EvidenceKind.RISK).path("riskClass").asText())
                .isEqualTo("high");
        assertThat(ledger.entries)
                .singleElement()
                .asString()
                .contains("RISK_AMENDED", "worst-slice", "The group was asked.");
    }

    @Test
    void before_the_assessment_there_is_nothing_to_amend() {
        assertThatThrownBy(() -> review.register(release))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("RISK_REGISTER_MISSING"));
    }

    @Test
    void a_risk_that_is_not_there_is_told_and_nothing_is_recorded() {
        assessed();

        assertThatThrownBy(() -> review.amend(release, releases.digest(), amendment("bad-weather")))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("RISK_UNKNOWN"));
        assertThat(releases.records).isZero();
        assertThat(ledger.entries).isEmpty();
    }

    private void assessed() {
        releases.evidence.put(EvidenceKind.RISK, CanonicalJson.parse("""
                        {"riskClass": "high", "register": {"risks": {"worst-slice": {"area": "PERFORMANCE",
                          "title": "A group is served worse.", "finding": "It is.", "likelihood": 4, "impact": 4,
                          "mitigation": "", "residualLikelihood": 4, "residualImpact": 4, "owner": "ml-engineer"}}}}"""));
    }

    private static RiskAmendment amendment(String risk) {
        return RiskAmendment.read(risk, CanonicalJson.parse("""
                        {"likelihood": 4, "impact": 4, "mitigation": "A second look.", "residualLikelihood": 2,
                         "residualImpact": 3, "owner": "operator", "reason": "The group was asked."}"""));
    }

    private static final class Book extends Ledger {

        private final List<String> entries = new ArrayList<>();

        @Override
        public void append(String kind, JsonNode facts) {
            entries.add(kind + " " + facts);
        }
    }
}
