package io.imprimatur.release.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.ReleaseState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;

/** Where releases are kept, and how the database's own refusals are told. */
@ApplicationScoped
public class ReleaseStore {

    private final EntityManager entities;

    @Inject
    public ReleaseStore(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ReleaseStore() {
        this.entities = null;
    }

    /** Adds a release, or tells RELEASE_OPEN_EXISTS naming the one that is in the way. */
    public void add(Release release) {
        of(release.version()).stream()
                .filter(other -> other.state().isOpen() || other.state() == ReleaseState.IN_SERVICE)
                .findFirst()
                .ifPresent(other ->
                        inTheWay("This version has a release already, " + other.id() + " in " + other.state() + "."));
        of(release.model()).stream()
                .filter(other -> other.state().isOpen())
                .findFirst()
                .ifPresent(other -> inTheWay("Model " + release.model() + " has a challenger already: release "
                        + other.id() + " in " + other.state() + ". Wait for its end, or have it withdrawn."));
        entities.persist(release);
        flush();
    }

    public Optional<Release> find(ReleaseId id) {
        return Optional.ofNullable(entities.find(Release.class, id.value()));
    }

    public Release get(ReleaseId id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    /** The release, locked until the transaction ends: decisions on one case follow one another. */
    public Release forChange(ReleaseId id) {
        Release release = entities.find(Release.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (release == null) {
            throw unknown(id);
        }
        return release;
    }

    public List<Release> of(ModelName model) {
        return entities.createQuery(
                        "select r from Release r where r.model = :model order by r.submittedAt desc, r.id",
                        Release.class)
                .setParameter("model", model.value())
                .getResultList();
    }

    public List<Release> of(VersionId version) {
        return entities.createQuery(
                        "select r from Release r where r.versionId = :version order by r.submittedAt desc, r.id",
                        Release.class)
                .setParameter("version", version.value())
                .getResultList();
    }

    public List<Release> latest(int atMost) {
        return entities.createQuery("select r from Release r order by r.submittedAt desc, r.id", Release.class)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Writes now, so that a refusal by the database is told as what it means. */
    public void flush() {
        try {
            entities.flush();
        } catch (PersistenceException e) {
            throw told(e);
        }
    }

    private static RuntimeException told(PersistenceException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                String constraint = String.valueOf(violation.getConstraintName());
                if (constraint.contains("duty_one_per_person")) {
                    return DomainException.forbidden(
                            "SEPARATION_OF_DUTIES", "You took another duty in this release at the same moment.");
                }
                if (constraint.contains("release_open_per_model") || constraint.contains("release_live_per_version")) {
                    return DomainException.conflict(
                            "RELEASE_OPEN_EXISTS", "Another release of this model was submitted at the same moment.");
                }
            }
        }
        return thrown;
    }

    private static void inTheWay(String message) {
        throw DomainException.conflict("RELEASE_OPEN_EXISTS", message);
    }

    private static DomainException unknown(ReleaseId id) {
        return DomainException.unknown("RELEASE_UNKNOWN", "There is no release " + id + ".");
    }
}
