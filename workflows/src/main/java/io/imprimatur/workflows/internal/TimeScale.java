package io.imprimatur.workflows.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How fast the shortest holds of a risk class pass. Anything but real time is refused outside the demo. */
@ApplicationScoped
public class TimeScale {

    private final double scale;

    @Inject
    public TimeScale(
            @ConfigProperty(name = "imprimatur.risk.time-scale", defaultValue = "1") double scale,
            @ConfigProperty(name = "imprimatur.demo", defaultValue = "false") boolean demo) {
        if (scale != 1 && !demo || !(scale > 0 && scale <= 1)) {
            throw new IllegalStateException("IMPRIMATUR_RISK_TIME_SCALE is " + scale
                    + ": the holds that a risk class demands pass in real time (1) everywhere but in the demo.");
        }
        this.scale = scale;
    }

    /** For the container's proxy, and for hand-made fakes. */
    protected TimeScale() {
        this.scale = 1;
    }

    double value() {
        return scale;
    }
}
