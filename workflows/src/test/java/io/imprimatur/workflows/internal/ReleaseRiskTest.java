package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRiskTest {

    private static final Set<String> FIRED = new LinkedHashSet<>();
    private static final DmnEngine ENGINE = engine();
    private static final DmnDecision DECISION =
            ENGINE.parseDecision("release-risk", Deployment.open("release-risk/release-risk.dmn"));

    private static DmnEngine engine() {
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.getCustomPostDecisionTableEvaluationListeners().add(ReleaseRiskTest::remember);
        return configuration.buildEngine();
    }

    private static void remember(DmnDecisionTableEvaluationEvent event) {
        event.getMatchingRules().forEach(rule -> FIRED.add(rule.getId()));
    }

    private static DmnDecisionRuleResult propose(
            String domain, boolean persons, boolean automated, boolean special, boolean evaluated, boolean complete) {
        return ENGINE.evaluateDecisionTable(
                        DECISION,
                        Variables.fromMap(Map.of(
                                "domain", domain,
                                "naturalPersons", persons,
                                "automatedDecision", automated,
                                "specialCategories", special,
                                "evaluationPassed", evaluated,
                                "privacyPassed", complete)))
                .getSingleResult();
    }

    @ParameterizedTest
    @ValueSource(strings = {"social-scoring", "manipulation", "untargeted-face-scraping"})
    void a_prohibited_practice_is_unacceptable(String domain) {
        assertThat(propose(domain, true, false, false, true, true).<String>getEntry("riskClass"))
                .isEqualTo("unacceptable");
        assertThat(propose(domain, true, false, false, true, true).<String>getEntry("requiredApprovals"))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credit-scoring",
                "insurance-pricing",
                "employment",
                "education",
                "essential-services",
                "biometrics",
                "law-enforcement",
                "migration",
                "justice"
            })
    void a_purpose_of_annex_three_about_natural_persons_is_high(String domain) {
        assertThat(propose(domain, true, false, false, true, true).<String>getEntry("riskClass"))
                .isEqualTo("high");
        assertThat(propose(domain, true, false, false, true, true).<String>getEntry("requiredApprovals"))
                .isEqualTo("privacy-officer, risk-manager, release-manager");
    }

    @ParameterizedTest
    @CsvSource({
        // domain, persons, automated, special, evaluated, complete, class, words of the reason
        "credit-scoring, false, false, false, true, true, minimal, Not about natural persons",
        "marketing, true, true, false, true, true, high, Article 22",
        "marketing, false, true, false, true, true, minimal, Not about natural persons",
        "marketing, true, false, true, true, true, high, Article 9",
        "marketing, true, false, false, false, true, high, evaluation did not pass",
        "marketing, true, false, false, true, false, high, privacy findings",
        "marketing, true, false, false, true, true, limited, a person takes the decision",
        "machine-maintenance, false, false, false, true, true, minimal, Not about natural persons"
    })
    void each_factor_has_its_class_and_reason(
            String domain,
            boolean persons,
            boolean automated,
            boolean special,
            boolean evaluated,
            boolean complete,
            String riskClass,
            String words) {
        DmnDecisionRuleResult proposed = propose(domain, persons, automated, special, evaluated, complete);

        assertThat(proposed.<String>getEntry("riskClass")).isEqualTo(riskClass);
        assertThat(proposed.<String>getEntry("riskReason")).contains(words);
    }

    @Test
    void what_is_prohibited_stays_so_whatever_else_holds() {
        assertThat(propose("social-scoring", true, true, true, false, false).<String>getEntry("riskClass"))
                .isEqualTo("unacceptable");
    }

    @AfterAll
    static void every_rule_has_fired() {
        assertThat(FIRED)
                .containsExactlyInAnyOrder(
                        "Rule_Prohibited",
                        "Rule_AnnexThree",
                        "Rule_AutomatedDecision",
                        "Rule_SpecialCategories",
                        "Rule_EvaluationOpen",
                        "Rule_PrivacyOpen",
                        "Rule_NaturalPersons",
                        "Rule_Otherwise");
    }
}
