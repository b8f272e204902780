package io.imprimatur.serving.internal;

import io.imprimatur.serving.BlockedClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Blocked clients in the database; read in a transaction of its own by threads that have none. */
@ApplicationScoped
@Transactional
public class BlockedClientStore {

    private final EntityManager entities;

    @Inject
    public BlockedClientStore(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected BlockedClientStore() {
        this.entities = null;
    }

    /** Held until the transaction ends: what is decided of a client is decided one after the other. */
    public void lock(String client) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:client, 7)) as text)")
                .setParameter("client", "serving.client/" + client)
                .getSingleResult();
    }

    public List<BlockedClient> all() {
        return entities.createQuery(
                        "select b from BlockedClientRecord b where b.inForce = true order by b.client",
                        BlockedClientRecord.class)
                .getResultStream()
                .map(BlockedClientRecord::view)
                .toList();
    }

    public Optional<BlockedClient> find(String client) {
        return record(client).filter(BlockedClientRecord::isInForce).map(BlockedClientRecord::view);
    }

    public void begin(BlockedClient block) {
        BlockedClientRecord record = record(block.client()).orElseGet(() -> {
            BlockedClientRecord first = new BlockedClientRecord(block.client());
            entities.persist(first);
            return first;
        });
        record.begin(block);
    }

    public void end(String client) {
        record(client).ifPresent(BlockedClientRecord::end);
    }

    private Optional<BlockedClientRecord> record(String client) {
        return Optional.ofNullable(entities.find(BlockedClientRecord.class, client));
    }
}
