package io.imprimatur.inference.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.VersionFailed;
import io.imprimatur.inference.internal.CrashReports.Crash;
import io.imprimatur.kernel.VersionId;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Takes out versions that stall their dispatcher, or that broke the process before this one, and tells of them. */
@ApplicationScoped
public class Watchdog {

    private static final Logger LOG = Logger.getLogger(Watchdog.class.getName());
    private static final long PERIOD_MILLIS = 1_000;
    private static final int EARLY = Interceptor.Priority.LIBRARY_BEFORE;

    private final Inference inference;
    private final FailureReport report;
    private final Duration stall;
    private final Optional<Path> crashes;
    private final Map<VersionId, Failure> untold = new ConcurrentHashMap<>();

    /** A failure with the report that tells of it, which is put away only when the failure was written down. */
    private record Failure(String reason, @Nullable Crash crash) {}

    @Inject
    private @Nullable ManagedScheduledExecutorService scheduler;

    private @Nullable ScheduledFuture<?> round;

    @Inject
    public Watchdog(
            Inference inference,
            FailureReport report,
            @ConfigProperty(name = "imprimatur.inference.stall.millis", defaultValue = "10000") long stallMillis,
            @ConfigProperty(name = "imprimatur.inference.crash-reports") Optional<String> crashes) {
        this.inference = inference;
        this.report = report;
        this.stall = Duration.ofMillis(stallMillis);
        this.crashes = crashes.map(Path::of);
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Watchdog() {
        this.inference = null;
        this.report = null;
        this.stall = Duration.ZERO;
        this.crashes = Optional.empty();
    }

    /** Before anything is loaded. */
    void start(@Observes @Priority(EARLY) @Initialized(ApplicationScoped.class) Object application) {
        readCrashes();
        if (scheduler != null && round == null) {
            round = scheduler.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void readCrashes() {
        crashes.filter(Files::isDirectory).map(CrashReports::unread).ifPresent(found -> {
            for (Crash crash : found) {
                takeOut(crash.version(), new Failure("It broke the process that served it.", crash));
            }
        });
    }

    /** One round; nothing that goes wrong in it may end the schedule. */
    void look() {
        try {
            for (VersionId version : inference.stalled(stall)) {
                takeOut(
                        version,
                        new Failure("It did not come back from a call within " + stall.toMillis() + " ms.", null));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The loaded versions could not be watched", e);
        }
        untold.forEach(this::tell);
    }

    private void takeOut(VersionId version, Failure failure) {
        LOG.log(Level.SEVERE, "Version {0} is taken out: {1}", new Object[] {version, failure.reason()});
        inference.takeOut(version, failure.reason());
        untold.put(version, failure);
    }

    private void tell(VersionId version, Failure failure) {
        try (Acts.Scope scope = Acts.begin(Act.system("watchdog").concerning(version))) {
            report.tell(new VersionFailed(version, failure.reason()));
            untold.remove(version);
            if (failure.crash() != null) {
                CrashReports.putAway(failure.crash());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The failure of " + version + " could not be told yet", e);
        }
    }

    @PreDestroy
    void stop() {
        if (round != null) {
            round.cancel(false);
        }
    }
}
