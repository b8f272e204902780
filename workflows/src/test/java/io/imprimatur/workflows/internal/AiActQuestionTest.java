package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Variables;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiActQuestionTest {

    @Test
    void whoever_accepts_a_risk_names_the_category_and_says_why() {
        assertThat(AiActQuestion.answer(sent("approve", "high", "Annex III, 5(b)")))
                .containsEntry("category", "high")
                .containsEntry("reason", "Annex III, 5(b)");
    }

    @ParameterizedTest
    @CsvSource({
        "approve, '', because, AI_ACT_CATEGORY_MISSING",
        "approve, enormous, because, AI_ACT_CATEGORY_MISSING",
        "approve, limited, ' ', AI_ACT_REASON_MISSING",
        "approve, prohibited, Article 5(1)(c), USE_PROHIBITED",
        "return, prohibited, Article 5(1)(c), USE_PROHIBITED",
        "reject, prohibited, '', AI_ACT_REASON_MISSING"
    })
    void anything_else_is_refused(String decision, String category, String reason, String code) {
        assertThatThrownBy(() -> AiActQuestion.answer(sent(decision, category, reason)))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void a_prohibited_use_is_rejected_with_its_category_on_the_record() {
        assertThat(AiActQuestion.answer(sent("reject", "prohibited", "Article 5(1)(c)")))
                .containsEntry("category", "prohibited");
    }

    @Test
    void a_return_for_rework_need_not_answer() {
        assertThat(AiActQuestion.answer(sent("return", "", ""))).isEmpty();
    }

    private static Submission sent(String decision, String category, String reason) {
        return new Submission(Map.of(
                Variables.DECISION, decision,
                Variables.EU_AI_ACT_CATEGORY, category.strip(),
                Variables.EU_AI_ACT_REASON, reason.strip()));
    }
}
