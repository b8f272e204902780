package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.notification.EventType;
import io.imprimatur.notification.PipelineEvent;
import io.imprimatur.release.Decision;
import io.imprimatur.release.Gate;
import io.imprimatur.release.GateDecided;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseSubmitted;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.ReleaseWithdrawn;
import io.imprimatur.release.Releases;
import io.imprimatur.release.StateEntered;
import io.imprimatur.rollout.ModelStopped;
import io.imprimatur.rollout.RolledBack;
import io.imprimatur.rollout.StopLifted;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineNewsTest {

    private static final ModelName MODEL = new ModelName("credit-risk");
    private static final String ARTIFACT = "a".repeat(64);

    private final FakeNotifications outbox = new FakeNotifications();
    private final ReleaseId id = ReleaseId.random();
    private final ReleaseView release = Fixtures.release(id, ReleaseState.PILOT);
    private final PipelineNews news = new PipelineNews(outbox, new OneRelease());

    @Test
    void every_state_of_a_release_is_told_from_its_submission_on() {
        news.submitted(new ReleaseSubmitted(id, MODEL, release.version()));
        news.entered(new StateEntered(id, ReleaseState.IN_REVIEW, ReleaseState.PILOT));
        news.withdrawn(new ReleaseWithdrawn(id, MODEL));

        assertThat(outbox.published)
                .containsExactly(
                        of(EventType.RELEASE_STATE_CHANGED, Map.of("to", "SUBMITTED")),
                        of(EventType.RELEASE_STATE_CHANGED, Map.of("from", "IN_REVIEW", "to", "PILOT")),
                        of(EventType.RELEASE_STATE_CHANGED, Map.of("to", "WITHDRAWN")));
    }

    @Test
    void a_decision_is_told_with_the_digest_and_without_who_or_why() {
        Digest evidence = new Digest("b".repeat(64));

        news.decided(new GateDecided(id, Gate.RISK, Decision.APPROVE, evidence));

        assertThat(outbox.published)
                .containsExactly(of(
                        EventType.DECISION_TAKEN,
                        Map.of("gate", "RISK", "decision", "APPROVE", "evidence", evidence.hex())));
    }

    @Test
    void a_rollback_and_a_stop_are_told_without_their_reasons() {
        news.rolledBack(new RolledBack(MODEL, id, "Mrs Smith complained"));
        news.stopped(new ModelStopped(MODEL, "Mrs Smith complained"));
        news.lifted(new StopLifted(MODEL));

        assertThat(outbox.published)
                .containsExactly(
                        of(EventType.RELEASE_ROLLED_BACK, Map.of()),
                        PipelineEvent.of(EventType.MODEL_STOPPED, MODEL),
                        PipelineEvent.of(EventType.MODEL_STOP_LIFTED, MODEL));
    }

    private PipelineEvent of(EventType type, Map<String, String> facts) {
        Map<String, String> all = new java.util.HashMap<>(facts);
        all.put("versionNumber", "1");
        all.put("artifact", ARTIFACT);
        return new PipelineEvent(type, MODEL, id, release.version(), all);
    }

    private final class OneRelease extends Releases {

        @Override
        public ReleaseView get(ReleaseId asked) {
            return release;
        }
    }
}
