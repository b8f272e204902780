package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Variables;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidualRiskQuestionTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    @Test
    void whoever_approves_states_the_risk_that_is_left() {
        assertThat(answer("approve", "low", "", "", "")).containsOnly(Map.entry("residualRisk", "low"));
    }

    @Test
    void a_high_risk_is_approved_with_the_answer_of_the_authority_on_the_record() {
        assertThat(answer("approve", "high", "LfD 7/2026", "2026-06-01", "no-objection"))
                .containsEntry("residualRisk", "high")
                .containsEntry("consultationReference", "LfD 7/2026")
                .containsEntry("consultationDate", "2026-06-01")
                .containsEntry("consultationOutcome", "no-objection");
    }

    @ParameterizedTest
    @CsvSource({
        "approve, '', '', '', '', RESIDUAL_RISK_MISSING",
        "approve, none, '', '', '', RESIDUAL_RISK_MISSING",
        "approve, high, '', '', '', PRIOR_CONSULTATION_MISSING",
        "approve, high, '', 2026-05-01, advice, CONSULTATION_INCOMPLETE",
        "approve, high, LfD 7/2026, 2026-05-01, '', CONSULTATION_INCOMPLETE",
        "approve, high, LfD 7/2026, 2026-05-01, perhaps, CONSULTATION_INCOMPLETE",
        "approve, high, LfD 7/2026, '', advice, CONSULTATION_DATE_INVALID",
        "approve, high, LfD 7/2026, in May, advice, CONSULTATION_DATE_INVALID",
        "approve, high, LfD 7/2026, 2026-06-02, advice, CONSULTATION_DATE_INVALID",
        "approve, high, LfD 7/2026, 2026-05-01, objection, CONSULTATION_OBJECTED",
        "return, '', LfD 7/2026, 2026-05-01, objection, RESIDUAL_RISK_MISSING"
    })
    void anything_else_is_refused(
            String decision, String risk, String reference, String day, String outcome, String code) {
        assertThatThrownBy(() -> answer(decision, risk, reference, day, outcome))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void a_release_is_returned_or_rejected_without_an_answer_or_with_the_objection_on_the_record() {
        assertThat(answer("return", "", "", "", "")).isEmpty();
        assertThat(answer("reject", "high", "LfD 7/2026", "2026-05-01", "objection"))
                .containsEntry("consultationOutcome", "objection");
    }

    @Test
    void a_risk_that_still_holds_keeps_its_consultation_and_another_one_is_given_with_its_reason() {
        Map<String, String> before = answer("approve", "high", "LfD 7/2026", "2026-05-01", "advice");

        assertThat(again("high", "", before)).isEqualTo(before);
        assertThat(again("low", "The data are gone.", before)).containsOnly(Map.entry("residualRisk", "low"));
        assertThatThrownBy(() -> again("low", "", before))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("RESIDUAL_RISK_REASON_MISSING"));
        assertThatThrownBy(() -> again("high", "A new purpose.", Map.of("residualRisk", "low")))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("PRIOR_CONSULTATION_MISSING"));
    }

    private static Map<String, String> again(String risk, String reason, Map<String, String> before) {
        return ResidualRiskQuestion.answer(
                new Submission(
                        Map.of(Variables.DECISION, "approve", Variables.RESIDUAL_RISK, risk, Variables.REASON, reason)),
                before,
                TODAY);
    }

    private static Map<String, String> answer(
            String decision, String risk, String reference, String day, String outcome) {
        return ResidualRiskQuestion.answer(
                new Submission(Map.of(
                        Variables.DECISION, decision,
                        Variables.RESIDUAL_RISK, risk,
                        Variables.CONSULTATION_REFERENCE, reference,
                        Variables.CONSULTATION_DATE, day,
                        Variables.CONSULTATION_OUTCOME, outcome)),
                Map.of(),
                TODAY);
    }
}
