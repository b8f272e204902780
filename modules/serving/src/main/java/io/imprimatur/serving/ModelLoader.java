package io.imprimatur.serving;

import io.imprimatur.inference.Inference;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.SplitsRefreshed;
import io.imprimatur.rollout.Target;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Inference inference;
    private final Versions versions;
    private final ArtifactStore artifacts;
    private final Splits splits;
    private final Set<VersionId> held = ConcurrentHashMap.newKeySet();
    private final Set<VersionId> failed = ConcurrentHashMap.newKeySet();

    @Resource
    private @Nullable ManagedExecutorService executor;

    @Inject
    public ModelLoader(Inference inference, Versions versions, ArtifactStore artifacts, Splits splits) {
        this.inference = inference;
        this.versions = versions;
        this.artifacts = artifacts;
        this.splits = splits;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ModelLoader() {
        this.inference = null;
        this.versions = null;
        this.artifacts = null;
        this.splits = null;
    }

    void onRefresh(@Observes SplitsRefreshed refreshed) {
        Set<VersionId> wanted = wanted(refreshed.splits());
        if (!held.equals(wanted) && executor != null) {
            executor.execute(this::reconcile);
        }
    }

    /** Whether every champion is warm, so that the node may be sent traffic. */
    public boolean isReady() {
        return splits.all().stream().allMatch(split -> {
            Target champion = split.champion();
            return champion == null || inference.isReady(champion.version());
        });
    }

    /** Loads what the current splits need and lets go of the rest. One at a time: two loads of one file are one too many. */
    synchronized void reconcile() {
        Set<VersionId> wanted = wanted(splits.all());
        for (VersionId version : wanted) {
            if (!held.contains(version) && !failed.contains(version)) {
                load(version);
            }
        }
        for (VersionId version : new HashSet<>(held)) {
            if (!wanted.contains(version)) {
                held.remove(version);
                inference.unload(version);
            }
        }
    }

    private void load(VersionId id) {
        try {
            Version version = versions.get(id);
            inference.load(
                    id, artifacts.pathOf(version.artifact()), version.card().signature(), sample(version));
            held.add(id);
        } catch (RuntimeException e) {
            // It passed its first load at intake; requests fall back to the champion meanwhile.
            failed.add(id);
            LOG.log(Level.SEVERE, "Version " + id + " cannot be loaded", e);
        }
    }

    private static @Nullable Tensor sample(Version version) {
        Signature signature = version.card().signature();
        float[][] rows = Samples.of(version.card().document());
        return rows.length == 0 ? null : Samples.tensor(signature, rows);
    }

    private static Set<VersionId> wanted(Collection<Split> splits) {
        return splits.stream()
                .flatMap(split -> split.targets().stream())
                .map(Target::version)
                .collect(Collectors.toSet());
    }
}
