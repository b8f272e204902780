package io.imprimatur.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.risk.RiskFacts.Data;
import io.imprimatur.risk.RiskFacts.Quality;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskRegisterTest {

    private final Facts facts = new Facts();

    @ParameterizedTest
    @CsvSource({
        "1, 1, VERY_LOW", "1, 4, LOW", "2, 5, MODERATE", "3, 3, MODERATE", "3, 4, MODERATE", "3, 5, HIGH",
        "4, 4, HIGH", "4, 5, VERY_HIGH", "5, 1, VERY_LOW", "5, 3, MODERATE", "5, 4, HIGH", "5, 5, VERY_HIGH"
    })
    void a_level_follows_from_likelihood_and_impact_by_the_published_matrix(
            int likelihood, int impact, RiskLevel level) {
        assertThat(new Rating(likelihood, impact).level()).isEqualTo(level);
    }

    @Test
    void more_likely_or_more_harmful_is_never_less_of_a_risk() {
        for (int likelihood = 1; likelihood <= 5; likelihood++) {
            for (int impact = 1; impact <= 5; impact++) {
                RiskLevel level = new Rating(likelihood, impact).level();
                assertThat(new Rating(Math.min(5, likelihood + 1), impact).level())
                        .isGreaterThanOrEqualTo(level);
                assertThat(new Rating(likelihood, Math.min(5, impact + 1)).level())
                        .isGreaterThanOrEqualTo(level);
            }
        }
    }

    @Test
    void it_is_read_back_as_it_was_written() {
        RiskRegister register = facts.register().amend(amendment("worst-slice", "We watch it monthly."));

        RiskRegister read = RiskRegister.of(CanonicalJson.parse(CanonicalJson.text(register.document())))
                .orElseThrow();

        assertThat(read).isEqualTo(register);
        assertThat(RiskRegister.of(CanonicalJson.object())).isEmpty();
    }

    @Test
    void a_document_tells_the_highest_of_what_remains() {
        unequal();

        assertThat(facts.register().document().path("highestResidual").asText()).isEqualTo("HIGH");
    }

    @Test
    void an_amendment_rates_one_risk_and_leaves_the_finding_and_the_others_as_they_are() {
        RiskRegister before = facts.register();

        RiskRegister after = before.amend(amendment("worst-slice", "We watch it monthly."));

        assertThat(after.risks()).hasSameSizeAs(before.risks());
        assertThat(after.risks())
                .filteredOn(risk -> !before.risks().contains(risk))
                .singleElement()
                .satisfies(risk -> {
                    assertThat(risk.id()).isEqualTo("worst-slice");
                    assertThat(risk.finding())
                            .isEqualTo(facts.risk("worst-slice").finding());
                    assertThat(risk.inherent()).isEqualTo(new Rating(4, 4));
                    assertThat(risk.residual()).isEqualTo(new Rating(2, 4));
                    assertThat(risk.owner()).isEqualTo("risk-manager");
                    assertThat(risk.amended()).isEqualTo("The evaluation rows are older than the market.");
                });
    }

    @Test
    void a_high_residual_risk_needs_both_a_mitigation_and_an_owner() {
        unequal();
        RiskRegister register = facts.register();
        refused("RISK_UNTREATED", register::requireTreated);

        refused("RISK_UNTREATED", () -> register.amend(high("", "operator")).requireTreated());
        refused(
                "RISK_UNTREATED",
                () -> register.amend(high("A second look.", "")).requireTreated());
        register.amend(high("A second look.", "operator")).requireTreated();
    }

    @Test
    void a_person_adds_a_risk_that_no_evidence_shows_but_renames_none_that_it_does() {
        ObjectNode named =
                rating("We ask them.").put("area", "security").put("title", "The supplier goes out of business.");

        RiskRegister with = facts.register().amend(RiskAmendment.read("lost-supplier", named));
        assertThat(with.risks())
                .filteredOn(risk -> risk.id().equals("lost-supplier"))
                .singleElement()
                .satisfies(risk -> {
                    assertThat(risk.area()).isEqualTo(RiskArea.SECURITY);
                    assertThat(risk.finding()).isEqualTo("Named by the risk manager.");
                });

        RiskRegister renamed = facts.register().amend(RiskAmendment.read("worst-slice", named));
        assertThat(renamed.risks())
                .extracting(Risk::title)
                .contains("A group of people is served worse than the whole.");
        refused("RISK_UNKNOWN", () -> facts.register().amend(amendment("lost-supplier", "We ask them.")));
    }

    @Test
    void a_judgement_outlives_a_new_assessment_only_while_it_rests_on_the_same_finding() {
        RiskRegister judged = facts.register()
                .amend(amendment("worst-slice", "We watch it monthly."))
                .amend(amendment("few-rows", "We wait for more."))
                .amend(RiskAmendment.read(
                        "lost-supplier",
                        rating("We ask them.").put("area", "SECURITY").put("title", "It is gone.")));
        assertThat(facts.register().keeping(judged)).isEqualTo(judged);

        facts.data = new Data(400, Map.of(), Map.of(), Map.of());
        RiskRegister anew = facts.register().keeping(judged);

        assertThat(anew.risks())
                .filteredOn(risk -> risk.amended() != null)
                .extracting(Risk::id)
                .containsExactlyInAnyOrder("worst-slice", "lost-supplier");
    }

    @Test
    void every_fault_of_an_amendment_is_told_at_its_place() {
        ObjectNode broken = CanonicalJson.object()
                .put("likelihood", 6)
                .put("impact", "high")
                .put("mitigation", 7)
                .put("residualLikelihood", 0)
                .put("owner", "Erika Mustermann")
                .put("area", "weather")
                .put("title", "Rain.");

        assertThatThrownBy(() -> RiskAmendment.read("Worst Slice", broken))
                .isInstanceOfSatisfying(DomainException.class, e -> {
                    assertThat(e.code()).isEqualTo("RISK_AMENDMENT_INVALID");
                    assertThat(e.faults())
                            .extracting(Fault::pointer)
                            .containsExactlyInAnyOrder(
                                    "",
                                    "/likelihood",
                                    "/impact",
                                    "/mitigation",
                                    "/residualLikelihood",
                                    "/residualImpact",
                                    "/owner",
                                    "/area",
                                    "/reason");
                });
    }

    private void unequal() {
        facts.quality = new Quality(0.16, Facts.EVEN.slices(), Map.of("age", 0.7));
    }

    private static RiskAmendment high(String mitigation, String owner) {
        return RiskAmendment.read(
                "unequal-selection",
                rating(mitigation).put("residualLikelihood", 4).put("owner", owner));
    }

    private static RiskAmendment amendment(String risk, String mitigation) {
        return RiskAmendment.read(risk, rating(mitigation));
    }

    private static ObjectNode rating(String mitigation) {
        return CanonicalJson.object()
                .put("likelihood", 4)
                .put("impact", 4)
                .put("mitigation", mitigation)
                .put("residualLikelihood", 2)
                .put("residualImpact", 4)
                .put("owner", "risk-manager")
                .put("reason", "The evaluation rows are older than the market.");
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
