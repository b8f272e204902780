package io.imprimatur.rollout.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceChanged;
import io.imprimatur.rollout.Pause;
import io.imprimatur.rollout.Rollback;
import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Splits and rollbacks in the database. */
@ApplicationScoped
public class SplitStore {

    /** Told to every node in the transaction of a publication. */
    static final String CHANNEL = "imprimatur_split";

    private static final String UNIQUE_VIOLATION = "23505";

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

    /** As {@link #lock}, but false at once if somebody else holds it. */
    public boolean tryLock(ModelName model) {
        return (Boolean) entities.createNativeQuery("select pg_try_advisory_xact_lock(hashtextextended(:model, 7))")
                .setParameter("model", "rollout.split/" + model)
                .getSingleResult();
    }

    /** @throws DomainException SPLIT_RACED if this revision is there already */
    public void publish(Split split) {
        try {
            entities.persist(new SplitRecord(split));
            entities.flush();
        } catch (PersistenceException e) {
            if (isDuplicate(e)) {
                throw DomainException.conflict(
                        "SPLIT_RACED",
                        "Revision " + split.revision() + " of '" + split.model() + "' is there already.");
            }
            throw e;
        }
        tellNodes(split.model().value());
    }

    /** What is approved has changed: every node looks again who may serve. */
    void evidenceChanged(@Observes EvidenceChanged changed) {
        tellNodes(changed.release().toString());
    }

    /** PostgreSQL delivers it when the transaction commits, and never if it does not. */
    private void tellNodes(String about) {
        entities.createNativeQuery("select cast(pg_notify(:channel, :about) as text)")
                .setParameter("channel", CHANNEL)
                .setParameter("about", about)
                .getSingleResult();
    }

    private static boolean isDuplicate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return UNIQUE_VIOLATION.equals(sql.getSQLState());
            }
        }
        return false;
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
                        "select s from SplitRecord s where s.key.model = :model order by s.key.revision",
                        SplitRecord.class)
                .setParameter("model", model.value())
                .getResultStream()
                .map(SplitRecord::split)
                .toList();
    }

    public void add(Rollback rollback) {
        entities.persist(new RollbackRecord(rollback));
    }

    /** Whether this revision was published by a rollback: the two bear the same instant. */
    public boolean isRollback(Split split) {
        return entities.createQuery(
                                "select count(r) from RollbackRecord r where r.model = :model and r.at = :at",
                                Long.class)
                        .setParameter("model", split.model().value())
                        .setParameter("at", split.publishedAt())
                        .getSingleResult()
                > 0;
    }

    public boolean isRolledBack(ReleaseId release) {
        return entities.find(RollbackRecord.class, release.value()) != null;
    }

    /** The pause in force; empty while the rollout of the release goes on. */
    public Optional<Pause> pause(ReleaseId release) {
        PauseRecord record = entities.find(PauseRecord.class, release.value());
        return record == null ? Optional.empty() : record.view();
    }

    /** @throws DomainException ROLLOUT_PAUSED */
    public void requireNotPaused(ReleaseId release) {
        pause(release).ifPresent(pause -> {
            throw DomainException.conflict(
                    "ROLLOUT_PAUSED", "The rollout of release " + release + " is paused: " + pause.reason());
        });
    }

    public void pause(ReleaseId release, Pause pause) {
        PauseRecord record = entities.find(PauseRecord.class, release.value());
        if (record == null) {
            record = new PauseRecord(release);
            entities.persist(record);
        }
        record.begin(pause);
    }

    public void resume(ReleaseId release) {
        PauseRecord record = entities.find(PauseRecord.class, release.value());
        if (record != null) {
            record.end();
        }
    }

    public List<Rollback> untold() {
        return entities.createQuery(
                        "select r from RollbackRecord r where r.caseTold = false order by r.at", RollbackRecord.class)
                .getResultStream()
                .map(RollbackRecord::view)
                .toList();
    }

    /** False if it was told already; who says the same meanwhile waits until the transaction ends. */
    public boolean told(ReleaseId release) {
        RollbackRecord record = entities.find(RollbackRecord.class, release.value(), LockModeType.PESSIMISTIC_WRITE);
        return record != null && record.told();
    }
}
