package io.imprimatur.rollout;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.AfterGrace;
import io.imprimatur.release.Clearance;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.release.ReviewTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Releases that the test names, cleared unless it says otherwise. */
public final class KnownReleases extends Releases {

    private static final ReviewTerms TERMS = new ReviewTerms(
            0, "high", Map.of(), Map.of(), Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, AfterGrace.PREVIOUS);

    private final Map<ReleaseId, ReleaseView> views = new ConcurrentHashMap<>();
    private final Map<ReleaseId, Clearance> clearances = new ConcurrentHashMap<>();
    private final Set<ReleaseId> voided = ConcurrentHashMap.newKeySet();
    private boolean lenient;

    public ReleaseId add(ModelName model) {
        ReleaseId id = ReleaseId.random();
        VersionId version = VersionId.random();
        views.put(
                id,
                new ReleaseView(
                        id,
                        model,
                        version,
                        views.size() + 1,
                        Targets.digest("artifact"),
                        ReleaseState.PILOT,
                        "somebody",
                        null,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        TERMS,
                        Instant.EPOCH));
        clearances.put(
                id,
                new Clearance(
                        id,
                        version,
                        Targets.digest("evidence"),
                        List.of(UUID.randomUUID(), UUID.randomUUID()),
                        lenient,
                        lenient));
        return id;
    }

    /** Releases added from now on are of a class that may answer from the buffer, and without a record. */
    public void lenient() {
        lenient = true;
    }

    public void voidApprovals(ReleaseId release) {
        voided.add(release);
    }

    @Override
    public ReleaseView get(ReleaseId release) {
        return views.get(release);
    }

    @Override
    public Clearance requireCleared(ReleaseId release, Phase phase) {
        if (!isCleared(release, phase)) {
            throw DomainException.conflict("RELEASE_NOT_CLEARED", "Its approval is void.");
        }
        return clearances.get(release);
    }

    @Override
    public boolean isCleared(ReleaseId release, Phase phase) {
        return !voided.contains(release);
    }

    @Override
    public boolean mayServe(ReleaseId release, Phase phase) {
        return isCleared(release, phase);
    }
}
