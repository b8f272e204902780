package io.imprimatur.reporting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.reporting.internal.AbTestPicture;
import io.imprimatur.reporting.internal.CalibrationPicture;
import io.imprimatur.reporting.internal.ConfusionPicture;
import io.imprimatur.reporting.internal.Drawing;
import io.imprimatur.reporting.internal.MetricsPicture;
import io.imprimatur.reporting.internal.RocPicture;
import io.imprimatur.reporting.internal.SlicesPicture;
import io.imprimatur.reporting.internal.SplitsPicture;
import io.imprimatur.reporting.internal.Svg;
import io.imprimatur.rollout.Rollouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Draws what the evidence of a release and the traffic of its model say. Nothing is computed here: a figure in a picture
 * stands in the evidence that the digest covers, or in the history of splits.
 */
@ApplicationScoped
public class Pictures {

    private final Releases releases;
    private final Rollouts rollouts;

    @Inject
    public Pictures(Releases releases, Rollouts rollouts) {
        this.releases = releases;
        this.rollouts = rollouts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Pictures() {
        this.releases = null;
        this.rollouts = null;
    }

    /**
     * The picture as an SVG 1.1 document; one that says so where there is nothing to show yet.
     *
     * @throws DomainException RELEASE_UNKNOWN
     */
    public String draw(ReleaseId id, Picture picture) {
        return Svg.write(picture.fileName(), drawing(releases.get(id), picture));
    }

    private Drawing drawing(ReleaseView release, Picture picture) {
        JsonNode evaluation = evidence(release, EvidenceKind.EVALUATION);
        return switch (picture) {
            case ROC -> RocPicture.of(evaluation);
            case CALIBRATION -> CalibrationPicture.of(evaluation);
            case CONFUSION -> ConfusionPicture.of(evaluation);
            case SLICES -> SlicesPicture.of(evaluation);
            case METRICS -> MetricsPicture.of(evaluation, release.plan().document());
            case SPLITS -> SplitsPicture.of(rollouts.history(release.model()), release.id());
            case AB_TEST -> AbTestPicture.of(evidence(release, EvidenceKind.AB_TEST));
        };
    }

    private static JsonNode evidence(ReleaseView release, EvidenceKind kind) {
        JsonNode document = release.evidence().get(kind);
        return document == null ? MissingNode.getInstance() : document;
    }
}
