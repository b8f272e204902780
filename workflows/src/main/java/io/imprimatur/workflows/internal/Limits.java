package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Stage;
import io.imprimatur.workflows.Variables;
import java.time.Duration;
import java.util.List;

/**
 * What the risk class of a release allows its rollout, by the latest risk assessment. A plan that asks for more is
 * tightened; full service is the promotion's business and has no cap.
 *
 * @param pilotCap the largest share of the pilot, in units of 0.01 %
 * @param stageCap the largest share of a stage before full service, and of the A/B test
 * @param minimumSample the smallest sample of each arm of the A/B test
 * @param minimumHold the shortest hold of any stage
 */
record Limits(int pilotCap, int stageCap, int minimumSample, Duration minimumHold) {

    private static final int WHOLE = 10_000;

    /** @param timeScale what a planned hold lasts in real time; 1 but for the demo */
    static Limits of(ReleaseView release, double timeScale) {
        JsonNode limits = release.evidence()
                .getOrDefault(EvidenceKind.RISK, CanonicalJson.object())
                .path("limits");
        Duration hold = Duration.parse(limits.path(Variables.MINIMUM_HOLD).asText("PT0S"));
        return new Limits(
                limits.path(Variables.PILOT_CAP).asInt(WHOLE),
                limits.path(Variables.STAGE_CAP).asInt(WHOLE),
                limits.path(Variables.MINIMUM_SAMPLE).asInt(0),
                Duration.ofMillis(Math.round(hold.toMillis() * timeScale)));
    }

    List<Stage> tighten(List<Stage> stages, Phase phase) {
        return stages.stream().map(stage -> tighten(stage, phase)).toList();
    }

    /** The share of the A/B test. */
    int share(int planned) {
        return Math.min(planned, stageCap);
    }

    int sample(int planned) {
        return Math.max(planned, minimumSample);
    }

    private Stage tighten(Stage stage, Phase phase) {
        int cap = phase == Phase.PILOT ? pilotCap : stage.share() == WHOLE ? WHOLE : stageCap;
        Duration hold = stage.hold().compareTo(minimumHold) < 0 ? minimumHold : stage.hold();
        return new Stage(Math.min(stage.share(), cap), hold, stage.minimumPredictions());
    }
}
