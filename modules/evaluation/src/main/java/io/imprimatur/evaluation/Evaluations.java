package io.imprimatur.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.evaluation.internal.Completeness;
import io.imprimatur.evaluation.internal.Judgement;
import io.imprimatur.evaluation.internal.Kinship;
import io.imprimatur.evaluation.internal.Report;
import io.imprimatur.evaluation.internal.Scoring;
import io.imprimatur.evaluation.internal.Table;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.LoadReport;
import io.imprimatur.inference.Tensor;
import io.imprimatur.inference.Trial;
import io.imprimatur.inference.Trial.Subject;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates a version, beside the champion and the version that it was made from, on the same rows. */
@ApplicationScoped
public class Evaluations {

    private final DataSets dataSets;
    private final ArtifactStore artifacts;
    private final Versions versions;
    private final Trial trial;
    private final LoadTests loadTests;

    @Inject
    public Evaluations(
            DataSets dataSets, ArtifactStore artifacts, Versions versions, Trial trial, LoadTests loadTests) {
        this.dataSets = dataSets;
        this.artifacts = artifacts;
        this.versions = versions;
        this.trial = trial;
        this.loadTests = loadTests;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Evaluations() {
        this.dataSets = null;
        this.artifacts = null;
        this.versions = null;
        this.trial = null;
        this.loadTests = null;
    }

    /**
     * Scores the challenger and, if there is one, the champion, and judges by the criteria. A model that cannot be
     * loaded, or fails on the rows, fails the evaluation, and so does one whose card does not know what the rows hold.
     *
     * @throws DomainException DATA_SET_UNKNOWN, DATA_SET_COLUMN, METRIC_UNKNOWN: the criteria cannot be applied
     */
    public Evaluation evaluate(VersionId challengerId, @Nullable VersionId championId, EvaluationCriteria criteria) {
        DataSet dataSet = dataSets.get(criteria.dataSet());
        Table table = Table.read(artifacts.pathOf(dataSet.digest()));
        ObjectNode document = CanonicalJson.object();
        document.set("dataSet", CanonicalJson.document(dataSet));
        document.put("positive", criteria.positive());
        Version version = versions.get(challengerId);
        Completeness completeness = Completeness.of(table, version.card().columns(), criteria.label());
        document.set("completeness", completeness.document());
        if (!completeness.faults().isEmpty()) {
            return judged(Verdict.fail(completeness.faults(), Map.of()), document);
        }
        try {
            Scored challenger = score(version, table, criteria);
            Scored champion = championId == null ? null : score(versions.get(championId), table, criteria);
            Scored parent = version.parent() == null ? null : score(versions.get(version.parent()), table, criteria);
            document.set("challenger", challenger.report().document());
            if (champion != null) {
                document.set("champion", champion.report().document());
            }
            Report own = challenger.report();
            if (parent != null) {
                LoadReport load = loadTests.run(challengerId, version.parent(), criteria);
                Kinship kinship = Kinship.of(challenger.member(), parent.member(), load.latencyRatio());
                ObjectNode related = parent.report().document();
                related.set("comparison", kinship.document());
                document.set("parent", related);
                own = own.with(Kinship.AGREEMENT, kinship.agreement());
            }
            return judged(
                    Judgement.of(
                            criteria,
                            own,
                            champion == null ? null : champion.report(),
                            parent == null ? null : parent.report().with(Kinship.AGREEMENT, 1)),
                    document);
        } catch (InferenceFailed e) {
            return judged(
                    Verdict.fail(List.of("The model failed on the data set: " + e.getMessage()), Map.of()), document);
        }
    }

    private static Evaluation judged(Verdict verdict, ObjectNode document) {
        document.set("verdict", CanonicalJson.document(verdict));
        return new Evaluation(verdict, document);
    }

    private record Scored(Kinship.Member member, Report report) {}

    private Scored score(Version version, Table table, EvaluationCriteria criteria) {
        Scoring scoring = Scoring.of(table, version.card(), criteria);
        Subject subject =
                new Subject(artifacts.pathOf(version.artifact()), version.card().signature(), scoring.tensors());
        List<Float> probabilities = new ArrayList<>();
        for (List<Tensor> outputs : trial.answers(subject)) {
            scoring.positives(outputs.get(0)).forEach(probabilities::add);
        }
        Map<String, List<Integer>> slices = new LinkedHashMap<>(scoring.slices());
        return new Scored(
                new Kinship.Member(version, probabilities), Report.of(version, probabilities, scoring.truth(), slices));
    }
}
