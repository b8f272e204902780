package io.imprimatur.rollout.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.rollout.Rollback;
import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Splits and rollbacks in the database. */
@ApplicationScoped
public class SplitStore {

    /** Told to every node in the transaction of a publication. */
    static final String CHANNEL = "imprimatur_split";

    private final EntityManager entities;

    @Inject
    public SplitStore(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SplitStore() {
        this.entities = null;
    }

    /** Held until the transaction ends: publications of one model come one after the other. */
    public void lock(ModelName model) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:model, 7)) as text)")
                .setParameter("model", "rollout.split/" + model)
                .getSingleResult();
    }

    public void publish(Split split) {
        entities.persist(new SplitRecord(split));
        entities.createNativeQuery("select cast(pg_notify(:channel, :model) as text)")
                .setParameter("channel", CHANNEL)
                .setParameter("model", split.model().value())
                .getSingleResult();
    }

    public Optional<Split> latest(ModelName model) {
        return entities.createQuery(
                        "select s from SplitRecord s where s.key.model = :model order by s.key.revision desc",
                        SplitRecord.class)
                .setParameter("model", model.value())
                .setMaxResults(1)
                .getResultStream()
                .map(SplitRecord::split)
                .findFirst();
    }

    /** The latest split of every model. */
    public List<Split> latest() {
        return entities.createQuery(
                        "select s from SplitRecord s where s.key.revision = "
                                + "(select max(t.key.revision) from SplitRecord t where t.key.model = s.key.model)",
                        SplitRecord.class)
                .getResultStream()
                .map(SplitRecord::split)
                .toList();
    }

    public Optional<Split> revision(ModelName model, long revision) {
        return Optional.ofNullable(entities.find(SplitRecord.class, new SplitRecord.Key(model.value(), revision)))
                .map(SplitRecord::split);
    }

    public List<Split> history(ModelName model) {
        return entities.createQuery(
                        "select s from SplitRecord s where s.key.model = :model order by s.key.revision", SplitRecord.class)
                .setParameter("model", model.value())
                .getResultStream()
                .map(SplitRecord::split)
                .toList();
    }

    public void add(Rollback rollback) {
        entities.persist(new RollbackRecord(rollback));
    }

    public boolean isRolledBack(ReleaseId release) {
        return entities.find(RollbackRecord.class, release.value()) != null;
    }

    public List<Rollback> untold() {
        return entities.createQuery(
                        "select r from RollbackRecord r where r.caseTold = false order by r.at", RollbackRecord.class)
                .getResultStream()
                .map(RollbackRecord::view)
                .toList();
    }

    public void told(ReleaseId release) {
        RollbackRecord record = entities.find(RollbackRecord.class, release.value());
        if (record != null) {
            record.told();
        }
    }
}
