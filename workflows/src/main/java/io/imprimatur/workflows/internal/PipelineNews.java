package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.notification.EventType;
import io.imprimatur.notification.Notifications;
import io.imprimatur.notification.PipelineEvent;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** Tells pipelines what happened to releases and models, in the transaction in which it happened. */
@ApplicationScoped
public class PipelineNews {

    private final Notifications notifications;
    private final Releases releases;

    @Inject
    public PipelineNews(Notifications notifications, Releases releases) {
        this.notifications = notifications;
        this.releases = releases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PipelineNews() {
        this.notifications = null;
        this.releases = null;
    }

    void submitted(@Observes ReleaseSubmitted event) {
        publish(EventType.RELEASE_STATE_CHANGED, event.id(), Map.of("to", ReleaseState.SUBMITTED.name()));
    }

    void withdrawn(@Observes ReleaseWithdrawn event) {
        publish(EventType.RELEASE_STATE_CHANGED, event.id(), Map.of("to", ReleaseState.WITHDRAWN.name()));
    }

    void entered(@Observes StateEntered event) {
        publish(
                EventType.RELEASE_STATE_CHANGED,
                event.release(),
                Map.of("from", event.from().name(), "to", event.to().name()));
    }

    void decided(@Observes GateDecided event) {
        publish(
                EventType.DECISION_TAKEN,
                event.release(),
                Map.of(
                        "gate", event.gate().name(),
                        "decision", event.decision().name(),
                        "evidence", event.evidence().hex()));
    }

    void rolledBack(@Observes RolledBack event) {
        publish(EventType.RELEASE_ROLLED_BACK, event.release(), Map.of());
    }

    void stopped(@Observes ModelStopped event) {
        notifications.publish(PipelineEvent.of(EventType.MODEL_STOPPED, event.model()));
    }

    void lifted(@Observes StopLifted event) {
        notifications.publish(PipelineEvent.of(EventType.MODEL_STOP_LIFTED, event.model()));
    }

    private void publish(EventType type, ReleaseId id, Map<String, String> particulars) {
        ReleaseView release = releases.get(id);
        Map<String, String> facts = new HashMap<>(particulars);
        facts.put("versionNumber", Integer.toString(release.versionNumber()));
        facts.put("artifact", release.artifact().hex());
        notifications.publish(new PipelineEvent(type, release.model(), id, release.version(), facts));
    }
}
