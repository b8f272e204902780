package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Variables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiActQuestionTest {

    @Test
    void whoever_accepts_a_risk_names_the_category_and_says_why() {
        assertThat(answer(sent("approve", "high", "Annex III, 5(b)")))
                .containsEntry("euAiActCategory", "high")
                .containsEntry("euAiActReason", "Annex III, 5(b)");
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
        assertThatThrownBy(() -> answer(sent(decision, category, reason)))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void a_prohibited_use_is_rejected_with_its_category_on_the_record() {
        assertThat(answer(sent("reject", "prohibited", "Article 5(1)(c)")))
                .containsEntry("euAiActCategory", "prohibited");
    }

    @Test
    void a_return_for_rework_need_not_answer() {
        assertThat(answer(sent("return", "", ""))).isEmpty();
    }

    @Test
    void the_same_category_needs_no_new_reason_when_an_approval_is_given_anew_and_another_one_does() {
        Map<String, String> before = Map.of("euAiActCategory", "high", "euAiActReason", "Annex III, 5(b)");

        assertThat(AiActQuestion.answer(sent("approve", "high", ""), before)).isEqualTo(before);
        assertThat(AiActQuestion.answer(sent("approve", "limited", "Article 50(1)"), before))
                .containsEntry("euAiActCategory", "limited")
                .containsEntry("euAiActReason", "Article 50(1)");
        for (String category : List.of("limited", "prohibited")) {
            assertThatThrownBy(() -> AiActQuestion.answer(sent("reject", category, ""), before))
                    .isInstanceOfSatisfying(
                            DomainException.class, e -> assertThat(e.code()).isEqualTo("AI_ACT_REASON_MISSING"));
        }
    }

    private static Map<String, String> answer(Submission submission) {
        return AiActQuestion.answer(submission, Map.of());
    }

    private static Submission sent(String decision, String category, String reason) {
        return new Submission(Map.of(
                Variables.DECISION, decision,
                Variables.EU_AI_ACT_CATEGORY, category.strip(),
                Variables.EU_AI_ACT_REASON, reason.strip()));
    }
}
