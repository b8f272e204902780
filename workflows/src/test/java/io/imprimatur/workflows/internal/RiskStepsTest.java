package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.RISK_ASSESSMENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.evaluation.LoadTests;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.LoadReport.Side;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.risk.RiskAmendment;
import io.imprimatur.risk.RiskRegister;
import io.imprimatur.risk.RiskRegisters;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real load test step and the real proposal in the real process: what the register says, and when it changes. */
class RiskStepsTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final KeptReleases RELEASES = new KeptReleases();
    private static final Serving SERVING = new Serving();
    private static final Measured MEASURED = new Measured();
    private static final ProcessEngine ENGINE = engine();

    private static ProcessEngine engine() {
        Map<Object, Object> beans = STEPS.beans();
        beans.put("loadTest", new LoadTestStep(RELEASES, SERVING, MEASURED));
        beans.put("riskProposal", new RiskProposal(RELEASES, SERVING, new RiskRegisters(new Cards()), new OnCpu()));
        return Engines.with(new FakeDecisions(), beans).buildProcessEngine();
    }

    private Road road;

    @BeforeEach
    void begin() {
        STEPS.forget();
        STEPS.plan(
                "riskFactors",
                Map.of(
                        "domain", "credit-scoring",
                        "naturalPersons", true,
                        "automatedDecision", false,
                        "specialCategories", false,
                        "evaluationPassed", true,
                        "privacyPassed", true));
        RELEASES.evidence.clear();
        RELEASES.evidence.put(EvidenceKind.INTAKE, CanonicalJson.parse("""
            {"archive": {"accepted": true, "entries": 12, "bytes": 40000, "imports": ["collections.OrderedDict"],
               "formatVersion": 3,
               "firstLoad": {"millis": 1800, "device": "cpu", "engine": "PyTorch 2.7.1"}}}\
            """));
        RELEASES.evidence.put(EvidenceKind.EVALUATION, CanonicalJson.parse("""
            {"challenger": {"metrics": {"brier": 0.16}, "selectionRatios": {"age": 0.7, "sex": null},
               "slices": {"age.below 25": {"rows": 35, "brier": 0.2}, "age.from 25": {"rows": 165, "brier": null}}},
             "completeness": {"rows": 200, "missing": {"Telephone": 3}, "unknown": {}, "untried": {"Purpose": 1}}}\
            """));
        SERVING.champion = null;
        MEASURED.times = 0;
        MEASURED.fails = false;
        road = new Road(ENGINE);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void the_register_is_filled_in_from_what_every_gate_found() {
        SERVING.champion = VersionId.random();

        road.start(RISK_ASSESSMENT);

        assertThat(finding("worst-slice")).contains("age.below 25 (35 rows)");
        assertThat(finding("unequal-selection")).contains("0.00 by sex");
        assertThat(finding("slow-answers")).isEqualTo("Median latency 1.2 times the champion's, in one run.");
        assertThat(finding("few-answers")).contains("0.8 times");
        assertThat(finding("missing-values")).contains("Telephone 3");
        assertThat(finding("untried-codes")).contains("Purpose 1");
        assertThat(finding("few-rows")).startsWith("200 rows");
        assertThat(finding("hostile-archive")).contains("12 entries", "1 names");
        assertThat(finding("other-engine")).contains("PyTorch 2.7.1 from an archive of format 3", "PyTorch 2.7.1.");
        assertThat(finding("other-device")).contains("on cpu; this node serves on cpu");
        assertThat(finding("other-signature")).contains("are the champion's");
        assertThat(risk().path("riskClass").asText()).isEqualTo("high");
        assertThat(risk().path("limits").path("stageCap").asInt()).isEqualTo(5_000);
    }

    @Test
    void the_load_is_told_with_whom_it_was_measured_against() {
        SERVING.champion = VersionId.random();

        road.start(RISK_ASSESSMENT);

        JsonNode load = risk().path("load");
        assertThat(load.path("against").asText()).isEqualTo(SERVING.champion.toString());
        assertThat(load.path("latencyRatio").asDouble()).isEqualTo(1.235);
        assertThat(load.path("candidate").path("answers").asLong()).isEqualTo(900);
        assertThat(load.path("champion").path("medianMicros").asLong()).isEqualTo(80);
    }

    @Test
    void without_a_champion_the_version_is_measured_alone() {
        road.start(RISK_ASSESSMENT);

        assertThat(risk().path("load").path("against").asText()).isEqualTo("nobody");
        assertThat(risk().path("load").has("latencyRatio")).isFalse();
        assertThat(finding("slow-answers")).contains("no champion");
    }

    @Test
    void a_second_assessment_of_the_same_facts_is_the_same_evidence() {
        road.start(RISK_ASSESSMENT);
        JsonNode first = risk();

        assessAgain();

        assertThat(risk()).isEqualTo(first);
        assertThat(MEASURED.times).isEqualTo(1);
    }

    @Test
    void another_champion_is_measured_against_anew() {
        road.start(RISK_ASSESSMENT);
        SERVING.champion = VersionId.random();

        assessAgain();

        assertThat(MEASURED.times).isEqualTo(2);
        assertThat(finding("slow-answers")).contains("1.2 times");
    }

    @Test
    void a_version_that_cannot_be_put_under_load_does_not_hold_the_case_up() {
        MEASURED.fails = true;

        road.start(RISK_ASSESSMENT);

        assertThat(road.waitsAt()).isEqualTo("Task_RiskAssessment");
        assertThat(risk().path("load").path("fault").asText()).contains("no such opcode");
        assertThat(finding("slow-answers")).isEqualTo("Nobody measured it.");
    }

    @Test
    void what_the_risk_manager_judged_outlives_a_rework_that_leaves_its_finding_alone() {
        road.start(RISK_ASSESSMENT);
        amend("worst-slice");
        amend("few-rows");
        ((ObjectNode) RELEASES.evidence.get(EvidenceKind.EVALUATION).path("completeness")).put("rows", 900);

        assessAgain();

        assertThat(amended("worst-slice")).isEqualTo("We know this group.");
        assertThat(amended("few-rows")).isEmpty();
    }

    private void assessAgain() {
        road.decide("risk-manager", "return").complete("ml-engineer", Map.of());
    }

    private static void amend(String risk) {
        JsonNode rating = CanonicalJson.parse("""
            {"likelihood": 2, "impact": 4, "mitigation": "", "residualLikelihood": 2, "residualImpact": 4,
             "owner": "risk-manager", "reason": "We know this group."}\
            """);
        RiskRegister register =
                RiskRegister.of(risk().path("register")).orElseThrow().amend(RiskAmendment.read(risk, rating));
        ((ObjectNode) risk()).set("register", register.document());
    }

    private static JsonNode risk() {
        return Objects.requireNonNull(RELEASES.evidence.get(EvidenceKind.RISK));
    }

    private static String finding(String risk) {
        return risk().path("register").path("risks").path(risk).path("finding").asText();
    }

    private static String amended(String risk) {
        return risk().path("register").path("risks").path(risk).path("amended").asText();
    }

    private static final class Serving extends Rollouts {

        private @Nullable VersionId champion;

        @Override
        public Optional<Split> current(ModelName model) {
            return Optional.ofNullable(champion)
                    .map(version -> new Target(
                            version,
                            1,
                            Digest.of(new byte[0]),
                            ReleaseId.random(),
                            Digest.of(new byte[0]),
                            List.of(),
                            false,
                            false))
                    .map(target -> new Split(model, 1, target, null, null, 0, null, Instant.EPOCH));
        }
    }

    private static final class Measured extends LoadTests {

        private int times;
        private boolean fails;

        @Override
        public LoadReport run(VersionId challenger, @Nullable VersionId champion, EvaluationCriteria criteria) {
            times++;
            if (fails) {
                throw new InferenceFailed(InferenceFailed.Reason.MODEL_FAILED, "no such opcode");
            }
            Side own = new Side(900, 0, 98.76, 120.4, 9_000);
            return champion == null
                    ? new LoadReport(20, own, null, null, null)
                    : new LoadReport(20, own, new Side(1_000, 0, 80, 99, 11_000), 1.2345, 0.81818);
        }
    }

    private static final class OnCpu extends Inference {

        OnCpu() {
            super(1, 1, 1);
        }

        @Override
        public Device device() {
            return new Device("cpu", "PyTorch 2.7.1");
        }
    }

    private static final class Cards extends Versions {

        @Override
        public Version get(VersionId id) {
            ModelCard card = new ModelCard(1, Digest.of(new byte[0]), CanonicalJson.object());
            return new Version(
                    id, new ModelName("credit-risk"), 1, Digest.of(new byte[0]), 1, Engine.PYTORCH, null, card);
        }
    }
}
