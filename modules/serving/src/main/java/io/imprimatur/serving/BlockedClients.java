package io.imprimatur.serving;

import io.imprimatur.rollout.SplitsRefreshed;
import io.imprimatur.serving.internal.BlockedClientStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The blocked clients in this node's memory: what the door asks at every request, so that nothing else that is
 * remembered of a client outlives its block. A block is in force here before it is answered; other nodes learn of it
 * when they next read the splits. While the database is away, the last known ones stay.
 */
@ApplicationScoped
public class BlockedClients {

    private static final Logger LOG = Logger.getLogger(BlockedClients.class.getName());

    private final BlockedClientStore store;
    private volatile Set<String> current = Set.of();
    private boolean failing;

    @Inject
    public BlockedClients(BlockedClientStore store) {
        this.store = store;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected BlockedClients() {
        this.store = null;
    }

    public boolean isBlocked(String client) {
        return current.contains(client);
    }

    /** Before the first request; a node that cannot know them does not start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        read();
    }

    void refresh(@Observes SplitsRefreshed refreshed) {
        try {
            read();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.log(Level.WARNING, "Blocked clients cannot be read; the last known ones stay: {0}", e.toString());
            }
            failing = true;
        }
    }

    /** Reading holds the lock as well: what was read before a block cannot take its place after it. */
    private synchronized void read() {
        current = store.all().stream().map(BlockedClient::client).collect(Collectors.toUnmodifiableSet());
    }

    synchronized void blocked(@Observes(during = TransactionPhase.AFTER_SUCCESS) ClientBlocked blocked) {
        Set<String> more = new HashSet<>(current);
        more.add(blocked.client());
        current = Set.copyOf(more);
    }

    synchronized void unblocked(@Observes(during = TransactionPhase.AFTER_SUCCESS) ClientUnblocked unblocked) {
        Set<String> fewer = new HashSet<>(current);
        fewer.remove(unblocked.client());
        current = Set.copyOf(fewer);
    }
}
