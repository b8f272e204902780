package io.imprimatur.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void a_broken_rule_keeps_its_code_its_words_and_every_fault() {
        JsonNode problem = CanonicalJson.parse(Problem.of(DomainException.unprocessable(
                        "PLAN_INVALID", "The plan has 1 fault.", List.of(new Fault("/stages/0/share", "is missing"))))
                .json());

        assertThat(problem.path("status").intValue()).isEqualTo(422);
        assertThat(problem.path("code").textValue()).isEqualTo("PLAN_INVALID");
        assertThat(problem.path("detail").textValue()).isEqualTo("The plan has 1 fault.");
        assertThat(problem.at("/faults/0/pointer").textValue()).isEqualTo("/stages/0/share");
    }

    @Test
    void clients_of_the_inference_protocol_find_the_sentence_under_error_too() {
        JsonNode problem = CanonicalJson.parse(
                Problem.of(503, "Unavailable", "MODEL_NOT_READY", "Not ready.").json());

        assertThat(problem.path("error").textValue()).isEqualTo("Not ready.");
    }

    @Test
    void who_loses_a_race_for_a_row_is_told_that_it_changed() {
        Exception deadlock = new SQLException("deadlock detected", "40P01");

        assertThat(new Problems()
                        .toResponse(new IllegalStateException(deadlock))
                        .getStatus())
                .isEqualTo(409);
    }
}
