package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.FreezeWindow;
import io.imprimatur.rollout.FreezeWindows;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Looks whether the traffic of a release may grow: not in a freeze window, not while its model is stopped or its rollout paused. */
@Named("freezeCheck")
@ApplicationScoped
public class FreezeCheck extends Step {

    /** A calendar may be changed and a stop lifted: look again after this, however long the window is. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final Releases releases;
    private final Rollouts rollouts;
    private final FreezeWindows windows;
    private final Clock clock;

    @Inject
    public FreezeCheck(Releases releases, Rollouts rollouts, FreezeWindows windows, Clock clock) {
        this.releases = releases;
        this.rollouts = rollouts;
        this.windows = windows;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected FreezeCheck() {
        this.releases = null;
        this.rollouts = null;
        this.windows = null;
        this.clock = null;
    }

    @Override
    void run(Case current) {
        ModelName model = releases.get(current.release()).model();
        Optional<FreezeWindow> window = windows.inForce(model);
        boolean held = rollouts.isPaused(current.release())
                || rollouts.current(model).map(Split::stop).isPresent();
        Instant again = clock.instant().plus(LOOK_AGAIN);
        Instant until = window.map(FreezeWindow::until)
                .filter(end -> !held && end.isBefore(again))
                .orElse(again);
        current.set(Variables.FROZEN, held || window.isPresent()).set(Variables.FROZEN_UNTIL, Date.from(until));
    }
}
