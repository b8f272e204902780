package io.imprimatur.release.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.PolicyProposal.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Where the review policies are kept. */
@ApplicationScoped
public class PolicyStore {

    /** Any number that no other advisory lock of the database has: the code of the table's name. */
    private static final int LOCK = "release.policy".hashCode();

    private final EntityManager entities;

    @Inject
    public PolicyStore(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PolicyStore() {
        this.entities = null;
    }

    /** Changes of the policy follow one another. */
    public void lock() {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(?1) as varchar)")
                .setParameter(1, LOCK)
                .getSingleResult();
    }

    public void add(PolicyRevision revision) {
        entities.persist(revision);
        entities.flush();
    }

    public Optional<PolicyRevision> inForce() {
        return in(State.IN_FORCE);
    }

    public Optional<PolicyRevision> waiting() {
        return in(State.PROPOSED);
    }

    public List<PolicyRevision> all() {
        return entities.createQuery("select p from PolicyRevision p order by p.revision desc", PolicyRevision.class)
                .getResultList();
    }

    public PolicyRevision get(int revision) {
        PolicyRevision found = entities.find(PolicyRevision.class, revision);
        if (found == null) {
            throw DomainException.unknown("POLICY_UNKNOWN", "The policy has no revision " + revision + ".");
        }
        return found;
    }

    public int nextRevision() {
        return entities.createQuery("select coalesce(max(p.revision), 0) + 1 from PolicyRevision p", Integer.class)
                .getSingleResult();
    }

    public void flush() {
        entities.flush();
    }

    private Optional<PolicyRevision> in(State state) {
        return entities.createQuery("select p from PolicyRevision p where p.state = :state", PolicyRevision.class)
                .setParameter("state", state)
                .getResultStream()
                .findFirst();
    }
}
