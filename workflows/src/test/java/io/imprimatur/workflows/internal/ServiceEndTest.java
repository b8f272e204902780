package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.EVIDENCE_CHANGED;
import static io.imprimatur.workflows.Processes.SERVICE_WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the traffic goes when a risk manager no longer stands by her approval. */
class ServiceEndTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeDecisions DECISIONS = new FakeDecisions();
    private static final Ended ROLLOUTS = new Ended();
    private static final KeptReleases RELEASES = new KeptReleases();
    private static final ProcessEngine ENGINE = engine();
    private static final Map<String, String> BEFORE =
            Map.of("euAiActCategory", "high", "euAiActReason", "Annex III, 5(b)");

    private Road road;

    private static ProcessEngine engine() {
        Map<Object, Object> beans = STEPS.beans();
        beans.put("serviceEnd", new ServiceEnd(RELEASES, ROLLOUTS));
        return Engines.with(DECISIONS, beans).buildProcessEngine();
    }

    @BeforeEach
    void ask() {
        STEPS.forget();
        DECISIONS.forget();
        ROLLOUTS.ended.clear();
        Instant later = Instant.now().plus(Duration.ofDays(100));
        STEPS.plan("serviceOutlook", Map.of("served", true, "attestationDue", date(later), "graceEnd", date(later)));
        STEPS.plan(
                "attestationRequest", Map.of("reviewerRoles", "risk-manager", "reviewers", 1, "decision", "approve"));
        DECISIONS.statements.put("Task_RiskAssessment", BEFORE);
        road = new Road(ENGINE).start(SERVICE_WATCH).message(EVIDENCE_CHANGED);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void the_version_before_takes_over_when_the_risk_is_no_longer_accepted() {
        road.complete("risk-manager", answers("reject"));

        assertThat(ROLLOUTS.ended).containsExactly("to the version before: true");
        assertThat(road.isOver()).isTrue();
    }

    @Test
    void a_prohibited_use_is_answered_by_nobody_and_approved_by_nobody() {
        Map<String, Object> prohibited = answers("approve");
        prohibited.put("euAiActCategory", "prohibited");
        prohibited.put("euAiActReason", "Article 5(1)(c)");
        assertThatThrownBy(() -> road.complete("risk-manager", prohibited))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("USE_PROHIBITED");
        assertThat(ROLLOUTS.ended).isEmpty();

        prohibited.put("decision", "reject");
        road.complete("risk-manager", prohibited);

        assertThat(ROLLOUTS.ended).containsExactly("to the version before: false");
        assertThat(DECISIONS.statements.get("Task_RiskAssessment")).containsEntry("euAiActCategory", "prohibited");
        assertThat(road.isOver()).isTrue();
    }

    @Test
    void a_category_that_still_holds_is_stated_again_and_is_not_left_out() {
        assertThatThrownBy(() -> road.complete("risk-manager", answers("approve")))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("AI_ACT_CATEGORY_MISSING");

        Map<String, Object> same = answers("approve");
        same.put("euAiActCategory", "high");
        road.complete("risk-manager", same);

        assertThat(DECISIONS.statements.get("Task_RiskAssessment")).isEqualTo(BEFORE);
        assertThat(ROLLOUTS.ended).isEmpty();
    }

    private static Map<String, Object> answers(String decision) {
        return new HashMap<>(Map.of("decision", decision, "reason", "because", "evidenceDigest", Road.DIGEST));
    }

    private static Date date(Instant moment) {
        return Date.from(moment);
    }

    /** Remembers how a service was ended. */
    private static final class Ended extends Rollouts {
        final List<String> ended = new ArrayList<>();

        @Override
        public Split endService(ReleaseId release, boolean toPrevious, String reason) {
            ended.add("to the version before: " + toPrevious);
            return new Split(new ModelName("credit-risk"), 1, null, null, null, 0, null, Instant.EPOCH);
        }

        @Override
        public boolean isRolledBack(ReleaseId release) {
            return false;
        }
    }
}
