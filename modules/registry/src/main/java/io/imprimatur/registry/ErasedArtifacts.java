package io.imprimatur.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Removes the bytes of erased versions from this node's store: when the erasure has committed, and again at each start,
 * should a node have been away then or the same bytes have been uploaded since.
 */
@ApplicationScoped
public class ErasedArtifacts {

    private static final Logger LOG = Logger.getLogger(ErasedArtifacts.class.getName());

    private final Retirements retirements;
    private final ArtifactStore artifacts;

    @Inject
    public ErasedArtifacts(Retirements retirements, ArtifactStore artifacts) {
        this.retirements = retirements;
        this.artifacts = artifacts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ErasedArtifacts() {
        this.retirements = null;
        this.artifacts = null;
    }

    void erased(@Observes(during = TransactionPhase.AFTER_SUCCESS) ArtifactErased event) {
        artifacts.erase(event.artifact());
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        retirements.erased().stream().filter(artifacts::holds).forEach(artifact -> {
            artifacts.erase(artifact);
            LOG.log(Level.INFO, "The bytes of the erased artifact {0} were removed", artifact);
        });
    }
}
