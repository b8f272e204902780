package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskConsequencesTest {

    private static final Set<String> FIRED = new LinkedHashSet<>();
    private static final DmnEngine ENGINE = engine();
    private static final DmnDecision DECISION =
            ENGINE.parseDecision("risk-consequences", Deployment.open("risk-consequences/risk-consequences.dmn"));

    private static DmnEngine engine() {
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration
                .getCustomPostDecisionTableEvaluationListeners()
                .add(event -> event.getMatchingRules().forEach(rule -> FIRED.add(rule.getId())));
        return configuration.buildEngine();
    }

    @ParameterizedTest
    @CsvSource({
        // class, pilot, stage, sample, hold, fail-closed, recording
        "high, 1000, 5000, 150, P1D, true, durable",
        "limited, 2000, 5000, 100, PT4H, true, buffered",
        "minimal, 5000, 10000, 50, PT1H, false, buffered",
        "unacceptable, 0, 0, 0, P1D, true, durable"
    })
    void each_class_has_its_consequences(
            String riskClass, int pilot, int stage, int sample, String hold, boolean failClosed, String recording) {
        DmnDecisionRuleResult decided = ENGINE.evaluateDecisionTable(
                        DECISION, Variables.fromMap(Map.of("riskClass", riskClass)))
                .getSingleResult();

        assertThat(decided.getEntryMap())
                .containsEntry("pilotCap", pilot)
                .containsEntry("stageCap", stage)
                .containsEntry("minimumSample", sample)
                .containsEntry("minimumHold", hold)
                .containsEntry("failClosedRecording", failClosed)
                .containsEntry("recording", recording)
                .containsEntry("privacyApprovals", 1)
                .containsEntry("riskApprovals", 1)
                .containsEntry("signOffApprovals", 1);
    }

    @AfterAll
    static void every_rule_has_fired() {
        assertThat(FIRED).containsExactlyInAnyOrder("Rule_High", "Rule_Limited", "Rule_Minimal", "Rule_Unacceptable");
    }
}
