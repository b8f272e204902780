package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.rollout.FreezeWindows;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.camunda.bpm.engine.delegate.BpmnError;

/**
 * What keeps traffic from growing: a freeze window, or a stop. A step that meets one that came after its case had looked
 * sends the case to look again; if it failed instead, its job would give up long before the window ends.
 */
@ApplicationScoped
public class TrafficHolds {

    private static final String TRAFFIC_HELD = "TRAFFIC_HELD";

    private final Rollouts rollouts;
    private final FreezeWindows windows;

    @Inject
    public TrafficHolds(Rollouts rollouts, FreezeWindows windows) {
        this.rollouts = rollouts;
        this.windows = windows;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TrafficHolds() {
        this.rollouts = null;
        this.windows = null;
    }

    /** @param grows whether traffic shall grow: a freeze window is in nobody's way who takes some away */
    void requireNone(ModelName model, boolean grows) {
        boolean stopped = rollouts.current(model).map(Split::stop).isPresent();
        if (stopped || grows && windows.inForce(model).isPresent()) {
            throw new BpmnError(TRAFFIC_HELD, "Traffic of " + model + " may not grow now.");
        }
    }
}
