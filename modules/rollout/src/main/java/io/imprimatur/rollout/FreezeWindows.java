package io.imprimatur.rollout;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.rollout.internal.FreezeCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * When nobody's traffic may grow, by the calendar in {@code imprimatur.rollout.freeze-calendar}. Promotions wait for the
 * end of the window; rollbacks never do. The file is read again when it changes; a change that cannot be read is told in
 * the log, and the calendar before it stays in force.
 */
@ApplicationScoped
public class FreezeWindows {

    private static final Logger LOG = Logger.getLogger(FreezeWindows.class.getName());
    private static final Duration AHEAD = Duration.ofDays(90);

    private final @Nullable Path file;
    private final Clock clock;
    private FreezeCalendar calendar = FreezeCalendar.empty();
    private @Nullable FileTime readAt;

    @Inject
    public FreezeWindows(
            @ConfigProperty(name = "imprimatur.rollout.freeze-calendar") Optional<String> file, Clock clock) {
        this.file = file.filter(path -> !path.isBlank()).map(Path::of).orElse(null);
        this.clock = clock;
        if (this.file != null) {
            this.calendar = FreezeCalendar.read(this.file);
            this.readAt = modified(this.file);
        }
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected FreezeWindows() {
        this.file = null;
        this.clock = null;
    }

    /** A calendar that cannot be read ends the start, not a promotion. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        current();
    }

    /** The window that holds for the model now; of several the one that ends last. */
    public Optional<FreezeWindow> inForce(ModelName model) {
        return current().at(clock.instant()).stream()
                .filter(window -> window.isAbout(model))
                .findFirst();
    }

    /** @throws DomainException FREEZE_WINDOW naming its end */
    void requireOpen(ModelName model) {
        inForce(model).ifPresent(window -> {
            throw DomainException.conflict(
                    "FREEZE_WINDOW",
                    "No traffic of '" + model + "' grows until " + window.until() + " (" + window.summary() + ").");
        });
    }

    /** Those of the next 90 days, the one in force first. */
    public List<FreezeWindow> upcoming() {
        return current().upcoming(clock.instant(), AHEAD);
    }

    private synchronized FreezeCalendar current() {
        if (file != null) {
            FileTime now = modified(file);
            if (now != null && !now.equals(readAt)) {
                readAgain(file, now);
            }
        }
        return calendar;
    }

    private void readAgain(Path changed, FileTime now) {
        readAt = now;
        try {
            calendar = FreezeCalendar.read(changed);
            LOG.log(Level.INFO, "The freeze calendar {0} was read again", changed);
        } catch (IllegalStateException e) {
            LOG.log(Level.SEVERE, "The freeze calendar before this change stays in force. {0}", e.getMessage());
        }
    }

    private static @Nullable FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return null;
        }
    }
}
