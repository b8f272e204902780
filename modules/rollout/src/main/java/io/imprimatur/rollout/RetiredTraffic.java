package io.imprimatur.rollout;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelRetired;
import io.imprimatur.registry.VersionRetired;
import io.imprimatur.rollout.internal.Publisher;
import io.imprimatur.rollout.internal.SplitStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nothing retires while it has traffic. A retired version that was kept for a rollback leaves the split in the same
 * transaction, so that no rollback brings it back.
 */
@ApplicationScoped
@Transactional
public class RetiredTraffic {

    private final SplitStore store;
    private final Clock clock;
    private final Publisher publisher;

    @Inject
    public RetiredTraffic(SplitStore store, Ledger ledger, Clock clock, Event<Object> events) {
        this.store = store;
        this.clock = clock;
        this.publisher = new Publisher(store, ledger, events);
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RetiredTraffic() {
        this.store = null;
        this.clock = null;
        this.publisher = null;
    }

    /** @throws DomainException VERSION_IN_SERVICE */
    public void retired(@Observes VersionRetired event) {
        latest(event.model()).ifPresent(split -> {
            if (isOf(split.champion(), event.version()) || isOf(split.challenger(), event.version())) {
                throw DomainException.conflict(
                        "VERSION_IN_SERVICE",
                        "Version " + event.version() + " has traffic. Another version must take it over first.");
            }
            if (isOf(split.previous(), event.version())) {
                publisher.publish(split.withoutPrevious(now()));
            }
        });
    }

    /** @throws DomainException MODEL_IN_SERVICE */
    public void retired(@Observes ModelRetired event) {
        latest(event.model()).filter(split -> !split.targets().isEmpty()).ifPresent(split -> {
            boolean served = split.champion() != null || split.challenger() != null;
            if (served && split.stop() == null) {
                throw DomainException.conflict(
                        "MODEL_IN_SERVICE",
                        "'" + event.model() + "' has traffic. Stop the model first; then it can be retired.");
            }
            publisher.publish(split.withoutTargets(now()));
        });
    }

    private Optional<Split> latest(ModelName model) {
        store.lock(model);
        return store.latest(model);
    }

    private static boolean isOf(@Nullable Target target, VersionId version) {
        return target != null && target.version().equals(version);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
