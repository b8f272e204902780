package io.imprimatur.notification.internal;

import io.imprimatur.kernel.DomainException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where endpoints are kept. */
@ApplicationScoped
@Transactional
public class EndpointStore {

    private final EntityManager entities;

    @Inject
    public EndpointStore(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected EndpointStore() {
        this.entities = null;
    }

    public void add(Endpoint endpoint) {
        entities.persist(endpoint);
        entities.flush();
    }

    public List<Endpoint> active() {
        return entities.createQuery(
                        "select e from Endpoint e where e.retiredAt is null order by e.registeredAt, e.id",
                        Endpoint.class)
                .getResultList();
    }

    public Optional<Endpoint> find(UUID id) {
        return Optional.ofNullable(entities.find(Endpoint.class, id));
    }

    /** Locked until the transaction ends. */
    public Endpoint forChange(UUID id) {
        Endpoint endpoint = entities.find(Endpoint.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (endpoint == null) {
            throw DomainException.unknown("WEBHOOK_UNKNOWN", "There is no webhook " + id + ".");
        }
        return endpoint;
    }
}
