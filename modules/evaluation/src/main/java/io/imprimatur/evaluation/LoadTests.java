package io.imprimatur.evaluation;

import io.imprimatur.evaluation.internal.Scoring;
import io.imprimatur.evaluation.internal.Table;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.Trial;
import io.imprimatur.inference.Trial.Subject;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Puts a version under load, beside the champion, with the rows that it is evaluated on. */
@ApplicationScoped
public class LoadTests {

    private static final int MOST_ROWS = 1_000;

    private final DataSets dataSets;
    private final ArtifactStore artifacts;
    private final Versions versions;
    private final Trial trial;

    @Inject
    public LoadTests(DataSets dataSets, ArtifactStore artifacts, Versions versions, Trial trial) {
        this.dataSets = dataSets;
        this.artifacts = artifacts;
        this.versions = versions;
        this.trial = trial;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected LoadTests() {
        this.dataSets = null;
        this.artifacts = null;
        this.versions = null;
        this.trial = null;
    }

    /**
     * Measures the challenger and, if there is one, the champion in one run.
     *
     * @throws DomainException DATA_SET_UNKNOWN, DATA_SET_COLUMN, DATA_SET_VALUE
     * @throws InferenceFailed when one of them cannot be loaded, or breaks
     */
    public LoadReport run(VersionId challengerId, @Nullable VersionId championId, EvaluationCriteria criteria) {
        Table table =
                Table.read(artifacts.pathOf(dataSets.get(criteria.dataSet()).digest()));
        return trial.load(
                subject(versions.get(challengerId), table, criteria),
                championId == null ? null : subject(versions.get(championId), table, criteria));
    }

    private Subject subject(Version version, Table table, EvaluationCriteria criteria) {
        Scoring scoring = Scoring.of(table, version.card(), criteria);
        return new Subject(artifacts.pathOf(version.artifact()), version.card().signature(), scoring.single(MOST_ROWS));
    }
}
