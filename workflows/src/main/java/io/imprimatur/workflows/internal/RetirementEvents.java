package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.ModelRetired;
import io.imprimatur.registry.VersionRetired;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.Predicate;

/** Nobody is asked to approve anew what is retired. */
@ApplicationScoped
public class RetirementEvents {

    private final Releases releases;
    private final Cases cases;

    @Inject
    public RetirementEvents(Releases releases, Cases cases) {
        this.releases = releases;
        this.cases = cases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RetirementEvents() {
        this.releases = null;
        this.cases = null;
    }

    void retired(@Observes VersionRetired event) {
        endWatches(event.model(), release -> release.version().equals(event.version()));
    }

    void retired(@Observes ModelRetired event) {
        endWatches(event.model(), release -> true);
    }

    private void endWatches(ModelName model, Predicate<ReleaseView> ofThese) {
        releases.of(model).stream()
                .filter(release -> release.state().isServed())
                .filter(ofThese)
                .forEach(release -> cases.endWatch(release.id()));
    }
}
