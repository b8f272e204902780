package io.imprimatur.release.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** Where the deputies are kept. */
@ApplicationScoped
public class DeputyStore {

    private final EntityManager entities;

    @Inject
    public DeputyStore(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DeputyStore() {
        this.entities = null;
    }

    public void add(NamedDeputy deputy) {
        entities.persist(deputy);
    }

    public NamedDeputy get(UUID id) {
        NamedDeputy found = entities.find(NamedDeputy.class, id);
        if (found == null) {
            throw DomainException.unknown("DEPUTY_UNKNOWN", "There is no deputy " + id + ".");
        }
        return found;
    }

    public List<NamedDeputy> between(Gate gate, String principal, String deputy) {
        return entities.createQuery(
                        "select d from NamedDeputy d where d.gate = :gate and d.principal = :principal "
                                + "and d.deputy = :deputy",
                        NamedDeputy.class)
                .setParameter("gate", gate)
                .setParameter("principal", principal)
                .setParameter("deputy", deputy)
                .getResultList();
    }

    public List<NamedDeputy> of(Gate gate, String principal) {
        return entities.createQuery(
                        "select d from NamedDeputy d where d.gate = :gate and d.principal = :principal order by d.from",
                        NamedDeputy.class)
                .setParameter("gate", gate)
                .setParameter("principal", principal)
                .getResultList();
    }

    public List<NamedDeputy> all() {
        return entities.createQuery("select d from NamedDeputy d order by d.from desc, d.id", NamedDeputy.class)
                .getResultList();
    }
}
