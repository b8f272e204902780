package io.imprimatur.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What pipelines can be told of. */
public enum EventType {
    RELEASE_STATE_CHANGED("release.state_changed"),
    DECISION_TAKEN("release.decision_taken"),
    RELEASE_ROLLED_BACK("release.rolled_back"),
    MODEL_STOPPED("model.stopped"),
    MODEL_STOP_LIFTED("model.stop_lifted");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name that the payload carries, in the form of Standard Webhooks. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    public static Optional<EventType> of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
