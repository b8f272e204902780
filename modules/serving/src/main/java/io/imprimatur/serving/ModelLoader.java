package io.imprimatur.serving;

import io.imprimatur.inference.Inference;
import io.imprimatur.inference.Samples;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.SplitsRefreshed;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in memory what the splits may call: champions, challengers, and the champions before them for instant rollback.
 * Files are opened here, in the background, and never on the path of a prediction.
 */
@ApplicationScoped
public class ModelLoader {

    private static final Logger LOG = Logger.getLogger(ModelLoader.class.getName());

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Inference inference;
    private final Versions versions;
    private final ArtifactStore artifacts;
    private final Splits splits;
    private final Clock clock;
    private final Map<VersionId, Version> held = new ConcurrentHashMap<>();
    private final Map<VersionId, Instant> failedAt = new ConcurrentHashMap<>();
    private final Map<VersionId, Instant> unwantedSince = new ConcurrentHashMap<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    @Inject
    private @Nullable ManagedExecutorService executor;

    @Inject
    public ModelLoader(Inference inference, Versions versions, ArtifactStore artifacts, Splits splits, Clock clock) {
        this.inference = inference;
        this.versions = versions;
        this.artifacts = artifacts;
        this.splits = splits;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ModelLoader() {
        this.inference = null;
        this.versions = null;
        this.artifacts = null;
        this.splits = null;
        this.clock = null;
    }

    void onRefresh(@Observes SplitsRefreshed refreshed) {
        if (executor != null && !isSettled(wanted(refreshed.splits())) && busy.compareAndSet(false, true)) {
            executor.execute(() -> {
                try {
                    reconcile();
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    private boolean isSettled(Set<VersionId> wanted) {
        return held.keySet().equals(wanted) && unwantedSince.isEmpty();
    }

    /** Whether the splits are known and every champion is warm, so that the node may be sent traffic. */
    public boolean isReady() {
        return splits.areKnown()
                && splits.all().stream()
                        .map(Split::champion)
                        .allMatch(champion -> champion == null || inference.isReady(champion.version()));
    }

    /** A version that is held in memory; empty while it is not. */
    public Optional<Version> held(VersionId version) {
        return Optional.ofNullable(held.get(version));
    }

    /** Loads what the current splits need and lets go of the rest. One at a time: two loads of one file are one too many. */
    synchronized void reconcile() {
        Set<VersionId> wanted = wanted(splits.all());
        Instant now = clock.instant();
        failedAt.keySet().retainAll(wanted);
        for (VersionId version : wanted) {
            unwantedSince.remove(version);
            Instant failed = failedAt.get(version);
            if (!held.containsKey(version) && (failed == null || now.isAfter(failed.plus(RETRY)))) {
                load(version, now);
            }
        }
        for (VersionId version : Set.copyOf(held.keySet())) {
            if (!wanted.contains(version)) {
                letGo(version, now);
            }
        }
    }

    private void load(VersionId id, Instant now) {
        try {
            Version version = versions.get(id);
            inference.load(
                    id, artifacts.pathOf(version.artifact()), version.card().signature(), Samples.of(version.card()));
            held.put(id, version);
            failedAt.remove(id);
        } catch (RuntimeException e) {
            // It passed its first load at intake; requests fall back to the champion meanwhile.
            failedAt.put(id, now);
            LOG.log(Level.SEVERE, "Version " + id + " cannot be loaded; tried again in " + RETRY, e);
        }
    }

    /** Not at once: requests that were sent by the split before this one are still on their way. */
    private void letGo(VersionId version, Instant now) {
        Instant since = unwantedSince.computeIfAbsent(version, id -> now);
        if (!now.isBefore(since.plus(GRACE))) {
            held.remove(version);
            unwantedSince.remove(version);
            inference.unload(version);
        }
    }

    private static Set<VersionId> wanted(Collection<Split> splits) {
        return splits.stream()
                .flatMap(split -> split.targets().stream())
                .map(Target::version)
                .collect(Collectors.toSet());
    }
}
