package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.RISK_ASSESSMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RiskAssessmentTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();

    @RegisterExtension
    static final ProcessEngineCoverageExtension ENGINE = Road.covering(Engines.with(DECISIONS, STEPS.beans()));

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        DECISIONS.forget();
        STEPS.plan(
                "riskFactors",
                Map.of(
                        "domain", "credit-scoring",
                        "naturalPersons", true,
                        "automatedDecision", false,
                        "specialCategories", false,
                        "evaluationPassed", true,
                        "privacyPassed", true));
        road = new Road(ENGINE.getProcessEngine());
    }

    @Test
    void the_table_proposes_a_class_before_the_manager_decides() {
        road.start(RISK_ASSESSMENT);

        assertThat(STEPS.ran()).containsExactly("riskFactors", "loadTest", "riskProposal");
        assertThat(road.variablesEver())
                .contains("riskClass=high", "requiredApprovals=privacy-officer, risk-manager, release-manager");
        assertThat(road.waitsAt()).isEqualTo("Task_RiskAssessment");
    }

    @Test
    void an_approval_ends_the_assessment_as_approved() {
        road.start(RISK_ASSESSMENT);
        road.decide("risk-manager", "approve");

        assertThat(road.isOver()).isTrue();
        assertThat(road.outcomeOf(RISK_ASSESSMENT)).isEqualTo("approved");
    }

    @Test
    void a_returned_release_is_reworked_and_its_factors_are_gathered_anew() {
        road.start(RISK_ASSESSMENT);
        road.decide("risk-manager", "return");
        assertThat(road.waitsAt()).isEqualTo("Task_Rework");

        road.complete("ml-engineer", Map.of());

        assertThat(road.waitsAt()).isEqualTo("Task_RiskAssessment");
        assertThat(STEPS.ran())
                .containsExactly("riskFactors", "loadTest", "riskProposal", "riskFactors", "loadTest", "riskProposal");
    }

    @Test
    void a_rejection_ends_the_assessment_as_rejected() {
        road.start(RISK_ASSESSMENT);
        road.decide("risk-manager", "reject");

        assertThat(road.outcomeOf(RISK_ASSESSMENT)).isEqualTo("rejected");
    }
}
