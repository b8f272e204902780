package io.imprimatur.registry;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.internal.ModelRecord;
import io.imprimatur.registry.internal.RetirementRecord;
import io.imprimatur.registry.internal.VersionRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Takes versions and models out of use for ever. A version retires only when nobody needs it: contexts above refuse the
 * event that is fired here. Its record, card and digest stay; its bytes stay for the retention period, and are then
 * erased by two people, one who asks and another who does.
 */
@ApplicationScoped
@Transactional
public class Retirements {

    private final EntityManager entities;
    private final Versions versions;
    private final Ledger ledger;
    private final Event<Object> events;
    private final Clock clock;
    private final Duration retention;

    @Inject
    public Retirements(
            EntityManager entities,
            Versions versions,
            Ledger ledger,
            Event<Object> events,
            Clock clock,
            @ConfigProperty(name = "imprimatur.artifacts.retention", defaultValue = "P3650D") Duration retention) {
        this.entities = entities;
        this.versions = versions;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
        this.retention = retention;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Retirements() {
        this.entities = null;
        this.versions = null;
        this.ledger = null;
        this.events = null;
        this.clock = null;
        this.retention = Duration.ZERO;
    }

    /** @throws DomainException VERSION_UNKNOWN, VERSION_NOT_RETIRED */
    public Retirement of(VersionId id) {
        versions.get(id);
        return require(id).view(retention);
    }

    /**
     * Retires a version. Asked twice, it retires once.
     *
     * @throws DomainException REASON_MISSING, VERSION_UNKNOWN; VERSION_IN_SERVICE and RELEASE_OPEN_EXISTS from those who
     *     still need it
     */
    public Retirement retire(VersionId id, String reason) {
        requireReason(reason);
        VersionRecord version = lock(id);
        RetirementRecord before = find(id);
        if (before != null) {
            return before.view(retention);
        }
        Acts.concerning(id);
        RetirementRecord retired = add(id, reason);
        ledger.append(
                "VERSION_RETIRED",
                CanonicalJson.object()
                        .put("model", version.model().value())
                        .put("number", version.number())
                        .put("reason", reason.strip()));
        events.fire(new VersionRetired(version.model(), id));
        return retired.view(retention);
    }

    /**
     * Retires a model and all its versions; none is added to it any more.
     *
     * @throws DomainException REASON_MISSING, MODEL_UNKNOWN; MODEL_IN_SERVICE and RELEASE_OPEN_EXISTS from those who
     *     still need it
     */
    public List<Retirement> retire(ModelName name, String reason) {
        requireReason(reason);
        List<VersionId> all = versions.of(name).stream().map(Version::id).toList();
        // As an upload does: a version added at this moment is there before, or refused.
        ModelRecord model = entities.find(ModelRecord.class, name.value(), LockModeType.PESSIMISTIC_WRITE);
        if (!model.isRetired()) {
            model.retire(now());
            all.stream().sorted(Comparator.comparing(VersionId::toString)).forEach(id -> {
                lock(id);
                if (find(id) == null) {
                    add(id, reason);
                }
            });
            ledger.append(
                    "MODEL_RETIRED",
                    CanonicalJson.object().put("model", name.value()).put("reason", reason.strip()));
            events.fire(new ModelRetired(name));
        }
        return all.stream()
                .map(this::require)
                .map(record -> record.view(retention))
                .toList();
    }

    /**
     * Erases the bytes of a retired version: one person asks, another one does. Digest, card and record stay.
     *
     * @throws DomainException REASON_MISSING, VERSION_NOT_RETIRED, RETENTION_NOT_OVER, ARTIFACT_ERASED,
     *     ERASURE_NEEDS_ANOTHER; ARTIFACT_SHARED while another version has the same bytes
     */
    public Retirement erase(VersionId id, String reason) {
        requireReason(reason);
        VersionRecord version = lock(id);
        RetirementRecord record = require(id);
        Retirement retired = record.view(retention);
        requireErasable(retired, version.artifact());
        String actor = Acts.current().actor().subject();
        if (actor.equals(retired.erasureAskedBy())) {
            throw DomainException.conflict(
                    "ERASURE_NEEDS_ANOTHER", "You asked already; another person erases these bytes.");
        }
        Acts.concerning(id);
        boolean second = retired.erasureAskedBy() != null;
        ledger.append(
                second ? "ARTIFACT_ERASED" : "ARTIFACT_ERASURE_ASKED",
                CanonicalJson.object().put("artifact", version.artifact().hex()).put("reason", reason.strip()));
        if (second) {
            record.erase(actor, now());
            events.fire(new ArtifactErased(version.artifact()));
        } else {
            record.askErasure(actor);
        }
        return record.view(retention);
    }

    /** Whose bytes are to be gone: of erased versions, unless a version that is kept has the same. */
    List<Digest> erased() {
        return entities.createQuery(
                        "select distinct v.artifact from VersionRecord v, RetirementRecord r where r.version = v.id "
                                + "and r.erasedAt is not null and v.artifact not in (select w.artifact from "
                                + "VersionRecord w where w.id not in (select s.version from RetirementRecord s "
                                + "where s.erasedAt is not null))",
                        String.class)
                .getResultStream()
                .map(Digest::new)
                .toList();
    }

    private void requireErasable(Retirement retired, Digest artifact) {
        if (retired.erasedAt() != null) {
            throw DomainException.conflict("ARTIFACT_ERASED", "Its bytes were erased at " + retired.erasedAt() + ".");
        }
        if (now().isBefore(retired.erasableFrom())) {
            throw DomainException.conflict(
                    "RETENTION_NOT_OVER", "Its bytes are kept until " + retired.erasableFrom() + ".");
        }
        long others = entities.createQuery(
                        "select count(v) from VersionRecord v where v.artifact = :artifact and v.id <> :id and v.id not in "
                                + "(select r.version from RetirementRecord r where r.erasedAt is not null)",
                        Long.class)
                .setParameter("artifact", artifact.hex())
                .setParameter("id", retired.version().value())
                .getSingleResult();
        if (others > 0) {
            throw DomainException.conflict(
                    "ARTIFACT_SHARED",
                    "Another version has the same bytes. Retire that one and erase its bytes, too, or keep these.");
        }
    }

    private RetirementRecord add(VersionId id, String reason) {
        RetirementRecord record =
                new RetirementRecord(id, reason.strip(), Acts.current().actor().subject(), now());
        entities.persist(record);
        return record;
    }

    private VersionRecord lock(VersionId id) {
        VersionRecord version = entities.find(VersionRecord.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (version == null) {
            throw DomainException.unknown("VERSION_UNKNOWN", "There is no version " + id + ".");
        }
        return version;
    }

    private @Nullable RetirementRecord find(VersionId id) {
        return entities.find(RetirementRecord.class, id.value());
    }

    private RetirementRecord require(VersionId id) {
        RetirementRecord record = find(id);
        if (record == null) {
            throw DomainException.conflict("VERSION_NOT_RETIRED", "Version " + id + " is not retired.");
        }
        return record;
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw DomainException.unprocessable("REASON_MISSING", "Say in a sentence why.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
