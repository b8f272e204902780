package io.imprimatur.evaluation;

import io.imprimatur.evaluation.internal.Scoring;
import io.imprimatur.evaluation.internal.Table;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.LoadTest;
import io.imprimatur.inference.LoadTest.Subject;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a version under load, beside the champion, with the rows that it is evaluated on. */
@ApplicationScoped
public class LoadTests {

    private static final int MOST_ROWS = 1_000;

    private final DataSets dataSets;
    private final ArtifactStore artifacts;
    private final Versions versions;
    private final Inference inference;
    private final LoadTest loadTest;

    @Inject
    public LoadTests(
            DataSets dataSets, ArtifactStore artifacts, Versions versions, Inference inference, LoadTest loadTest) {
        this.dataSets = dataSets;
        this.artifacts = artifacts;
        this.versions = versions;
        this.inference = inference;
        this.loadTest = loadTest;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected LoadTests() {
        this.dataSets = null;
        this.artifacts = null;
        this.versions = null;
        this.inference = null;
        this.loadTest = null;
    }

    /**
     * Measures the challenger and, if there is one, the champion in one run; both are loaded for it alone.
     *
     * @throws DomainException DATA_SET_UNKNOWN, DATA_SET_COLUMN, DATA_SET_VALUE
     * @throws InferenceFailed when one of them cannot be loaded
     */
    public LoadReport run(VersionId challengerId, @Nullable VersionId championId, EvaluationCriteria criteria) {
        Table table =
                Table.read(artifacts.pathOf(dataSets.get(criteria.dataSet()).digest()));
        Subject challenger = load(versions.get(challengerId), table, criteria);
        try {
            if (championId == null) {
                return loadTest.run(challenger, null);
            }
            Subject champion = load(versions.get(championId), table, criteria);
            try {
                return loadTest.run(challenger, champion);
            } finally {
                inference.unload(champion.version());
            }
        } finally {
            inference.unload(challenger.version());
        }
    }

    /** Under an id of its own: what serves live traffic is left alone. */
    private Subject load(Version version, Table table, EvaluationCriteria criteria) {
        Scoring scoring = Scoring.of(table, version.card(), criteria);
        VersionId temporary = VersionId.random();
        inference.load(
                temporary, artifacts.pathOf(version.artifact()), version.card().signature(), List.of());
        return new Subject(temporary, scoring.single(MOST_ROWS));
    }
}
