package io.imprimatur.evaluation;

import io.imprimatur.audit.Ledger;
import io.imprimatur.evaluation.internal.DataSetRecord;
import io.imprimatur.evaluation.internal.Table;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.StoredArtifact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The data sets that versions are evaluated on: CSV with a header, held by digest and never changed. */
@ApplicationScoped
@Transactional
public class DataSets {

    private final EntityManager entities;
    private final ArtifactStore artifacts;
    private final Ledger ledger;
    private final Clock clock;

    @Inject
    public DataSets(EntityManager entities, ArtifactStore artifacts, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.artifacts = artifacts;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DataSets() {
        this.entities = null;
        this.artifacts = null;
        this.ledger = null;
        this.clock = null;
    }

    /**
     * Takes a table in; the same bytes again are the same data set.
     *
     * @throws DomainException DATA_SET_NAME, DATA_SET_FORM when it is no table, ARTIFACT_…
     */
    public DataSet add(String name, InputStream csv) {
        if (name.isBlank() || name.length() > 200) {
            throw DomainException.unprocessable(
                    "DATA_SET_NAME", "Name the data set in at most 200 characters: ?name=…");
        }
        StoredArtifact stored = artifacts.store(csv, null);
        DataSetRecord before =
                entities.find(DataSetRecord.class, stored.digest().hex());
        if (before != null) {
            return before.view();
        }
        Table table = Table.read(artifacts.pathOf(stored.digest()));
        DataSetRecord record = new DataSetRecord(
                new DataSet(stored.digest(), name.strip(), table.rows().size(), table.header()), clock.instant());
        entities.persist(record);
        ledger.append(
                "DATA_SET_ADDED",
                CanonicalJson.object()
                        .put("name", name.strip())
                        .put("digest", stored.digest().hex()));
        return record.view();
    }

    /**
     * The rows of a table, read from the file one after the other; the caller closes the stream.
     *
     * @throws DomainException DATA_SET_UNKNOWN
     */
    public Stream<List<String>> rows(Digest digest) {
        return Table.stream(artifacts.pathOf(get(digest).digest()));
    }

    /** @throws DomainException DATA_SET_UNKNOWN */
    public DataSet get(Digest digest) {
        DataSetRecord record = entities.find(DataSetRecord.class, digest.hex());
        if (record == null) {
            throw DomainException.unknown(
                    "DATA_SET_UNKNOWN",
                    "There is no data set " + digest + ". Upload it first: POST /api/datasets?name=…");
        }
        return record.view();
    }
}
