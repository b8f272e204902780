package io.imprimatur.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.internal.CardRecord;
import io.imprimatur.registry.internal.CardRules;
import io.imprimatur.registry.internal.ModelRecord;
import io.imprimatur.registry.internal.RetirementRecord;
import io.imprimatur.registry.internal.VersionRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of all models: immutable, but for their cards, which have revisions. */
@ApplicationScoped
@Transactional
public class Versions {

    /** The first bytes of every zip archive, and so of every TorchScript file. */
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final EntityManager entities;
    private final Models models;
    private final ArtifactStore artifacts;
    private final Ledger ledger;
    private final Event<ArtifactOffered> offered;
    private final Event<ModelCardRevised> revised;
    private final Clock clock;

    @Inject
    public Versions(
            EntityManager entities,
            Models models,
            ArtifactStore artifacts,
            Ledger ledger,
            Event<ArtifactOffered> offered,
            Event<ModelCardRevised> revised,
            Clock clock) {
        this.entities = entities;
        this.models = models;
        this.artifacts = artifacts;
        this.ledger = ledger;
        this.offered = offered;
        this.revised = revised;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Versions() {
        this.entities = null;
        this.models = null;
        this.artifacts = null;
        this.ledger = null;
        this.offered = null;
        this.revised = null;
        this.clock = null;
    }

    /** Adds a version that was made from no other. */
    public Version add(ModelName name, Digest artifact, JsonNode card) {
        return add(name, artifact, Engine.PYTORCH, null, card);
    }

    /**
     * Adds a version: an artifact that the store holds, with its card.
     *
     * @param engine what the artifact is made for
     * @param parent the version of the same model that it was made from, and that takes and gives the same tensors
     * @throws DomainException MODEL_UNKNOWN, MODEL_RETIRED, ARTIFACT_UNKNOWN, ARTIFACT_FORMAT, ARTIFACT_REFUSED with the
     *     reasons, MODEL_CARD_INVALID with every fault,
     *     VERSION_EXISTS if the model has these very bytes already, VERSION_UNKNOWN, PARENT_UNLIKE
     */
    public Version add(ModelName name, Digest artifact, Engine engine, @Nullable VersionId parent, JsonNode card) {
        models.get(name);
        Path file = artifacts.pathOf(artifact);
        requireArchive(file);
        CardRules.require(card);
        offered.fire(new ArtifactOffered(file, engine));
        // Two uploads at once must not take the same number.
        ModelRecord model = entities.find(ModelRecord.class, name.value(), LockModeType.PESSIMISTIC_WRITE);
        if (model.isRetired()) {
            throw DomainException.conflict("MODEL_RETIRED", "'" + name + "' is retired; no version is added to it.");
        }
        List<VersionRecord> before = records(name);
        if (before.stream().anyMatch(version -> version.artifact().equals(artifact))) {
            throw DomainException.conflict(
                    "VERSION_EXISTS", "'" + name + "' has a version of these very bytes already.");
        }
        VersionId id = VersionId.random();
        Acts.concerning(id);
        VersionRecord version =
                new VersionRecord(id, name, before.size() + 1, artifact, size(file), engine, parent, clock.instant());
        entities.persist(version);
        CardRecord first = new CardRecord(id, 1, card, clock.instant());
        if (parent != null) {
            requireLike(get(parent), name, first.card());
        }
        entities.persist(first);
        ObjectNode added = CanonicalJson.object()
                .put("model", name.value())
                .put("number", version.number())
                .put("digest", artifact.hex())
                .put("engine", engine.label())
                .put("card", first.card().digest().hex());
        ledger.append("VERSION_ADDED", parent == null ? added : added.put("parent", parent.toString()));
        return version.view(first.card());
    }

    /** @throws DomainException VERSION_UNKNOWN */
    public Version get(VersionId id) {
        return view(record(id));
    }

    /** @throws DomainException MODEL_UNKNOWN, VERSION_UNKNOWN */
    public Version get(ModelName name, int number) {
        models.get(name);
        return records(name).stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .map(this::view)
                .orElseThrow(() -> DomainException.unknown(
                        "VERSION_UNKNOWN", "The model '" + name + "' has no version " + number + "."));
    }

    /**
     * Makes sure that the version may be released, until the transaction ends: a retirement at the same moment waits.
     *
     * @throws DomainException VERSION_UNKNOWN, VERSION_RETIRED
     */
    public void requireInUse(VersionId id) {
        if (entities.find(VersionRecord.class, id.value(), LockModeType.PESSIMISTIC_WRITE) == null) {
            throw unknown(id);
        }
        requireNotRetired(id);
    }

    /** @throws DomainException VERSION_RETIRED */
    public void requireNotRetired(VersionId id) {
        if (entities.find(RetirementRecord.class, id.value()) != null) {
            throw DomainException.conflict(
                    "VERSION_RETIRED", "Version " + id + " is retired and is never released again. Add a new version.");
        }
    }

    /** The model's versions, oldest first. */
    public List<Version> of(ModelName name) {
        models.get(name);
        return records(name).stream().map(this::view).toList();
    }

    /**
     * Amends the card: a new revision, told by {@link ModelCardRevised} in this transaction. What the tensors are
     * cannot be amended: it belongs to the artifact.
     *
     * @param expectedRevision the revision that the amendment is made from
     * @throws DomainException MODEL_CARD_STALE, MODEL_CARD_INVALID, MODEL_CARD_SIGNATURE
     */
    public Version reviseCard(VersionId id, int expectedRevision, JsonNode card) {
        VersionRecord version = entities.find(VersionRecord.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (version == null) {
            throw unknown(id);
        }
        ModelCard before = latest(id).card();
        if (before.revision() != expectedRevision) {
            throw DomainException.stale(
                    "MODEL_CARD_STALE",
                    "The card is at revision " + before.revision() + ", not " + expectedRevision
                            + ". Read it again and amend that one.");
        }
        CardRules.require(card);
        Acts.concerning(id);
        CardRecord next = new CardRecord(id, expectedRevision + 1, card, clock.instant());
        if (!next.card().signature().equals(before.signature())
                || !next.card().columns().equals(before.columns())) {
            throw DomainException.unprocessable(
                    "MODEL_CARD_SIGNATURE",
                    "Inputs and outputs belong to the artifact and cannot be amended. Add a new version instead.");
        }
        entities.persist(next);
        ledger.append(
                "MODEL_CARD_REVISED",
                CanonicalJson.object()
                        .put("revision", next.card().revision())
                        .put("digest", next.card().digest().hex()));
        revised.fire(new ModelCardRevised(id, next.card()));
        return version.view(next.card());
    }

    /** Whoever asks the parent could ask the child instead. */
    private static void requireLike(Version parent, ModelName name, ModelCard card) {
        if (!parent.model().equals(name) || !parent.card().signature().equals(card.signature())) {
            throw DomainException.unprocessable(
                    "PARENT_UNLIKE",
                    "A parent is a version of the same model with the same inputs and outputs; version "
                            + parent.number() + " of '" + parent.model() + "' is not.");
        }
    }

    private VersionRecord record(VersionId id) {
        VersionRecord record = entities.find(VersionRecord.class, id.value());
        if (record == null) {
            throw unknown(id);
        }
        return record;
    }

    private Version view(VersionRecord version) {
        return version.view(latest(version.id()).card());
    }

    private CardRecord latest(VersionId id) {
        return entities.createQuery(
                        "select c from CardRecord c where c.key.version = :version order by c.key.revision desc",
                        CardRecord.class)
                .setParameter("version", id.value())
                .setMaxResults(1)
                .getSingleResult();
    }

    private List<VersionRecord> records(ModelName name) {
        return entities.createQuery(
                        "select v from VersionRecord v where v.model = :model order by v.number", VersionRecord.class)
                .setParameter("model", name.value())
                .getResultList();
    }

    private static DomainException unknown(VersionId id) {
        return DomainException.unknown("VERSION_UNKNOWN", "There is no version " + id + ".");
    }

    private static void requireArchive(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            if (!Arrays.equals(bytes.readNBytes(ZIP.length), ZIP)) {
                throw DomainException.unprocessable(
                        "ARTIFACT_FORMAT",
                        "The artifact is no archive of a model (a zip, as torch.jit.save writes it, or one of an ONNX"
                                + " model).");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
