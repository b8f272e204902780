package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a class allows is less than what a plan may ask for. */
class LimitsTest {

    private static final JsonNode ASSESSED = CanonicalJson.parse("""
            {"limits": {"pilotCap": 1000, "stageCap": 5000, "minimumSample": 150, "minimumHold": "PT4H"}}""");

    private final Limits limits = assessed(1);

    @Test
    void a_pilot_is_no_larger_and_no_shorter_than_the_class_allows() {
        assertThat(limits.tighten(List.of(new Stage(2_500, Duration.ofSeconds(3), 20)), Phase.PILOT))
                .containsExactly(new Stage(1_000, Duration.ofHours(4), 20));
    }

    @Test
    void no_stage_before_full_service_is_larger_and_full_service_is_full() {
        List<Stage> planned = List.of(
                new Stage(500, Duration.ofDays(1), 0),
                new Stage(7_500, Duration.ofSeconds(2), 0),
                new Stage(10_000, Duration.ofSeconds(2), 0));

        assertThat(limits.tighten(planned, Phase.ROLLOUT))
                .containsExactly(
                        new Stage(500, Duration.ofDays(1), 0),
                        new Stage(5_000, Duration.ofHours(4), 0),
                        new Stage(10_000, Duration.ofHours(4), 0));
    }

    @Test
    void an_ab_test_has_no_larger_share_than_a_stage_and_no_smaller_sample_than_the_class_demands() {
        assertThat(limits.share(9_000)).isEqualTo(5_000);
        assertThat(limits.share(2_000)).isEqualTo(2_000);
        assertThat(limits.sample(40)).isEqualTo(150);
        assertThat(limits.sample(400)).isEqualTo(400);
    }

    @Test
    void holds_pass_faster_where_the_demo_says_so() {
        assertThat(assessed(0.001).minimumHold()).isEqualTo(Duration.ofMillis(14_400));
    }

    @Test
    void a_case_that_was_never_assessed_has_no_limits_to_rely_on() {
        Limits none = Limits.of(Fixtures.release(ReleaseId.random(), ReleaseState.IN_REVIEW), 1);

        assertThat(none).isEqualTo(new Limits(10_000, 10_000, 0, Duration.ZERO));
    }

    private static Limits assessed(double timeScale) {
        return Limits.of(
                Fixtures.release(ReleaseId.random(), ReleaseState.PILOT, Map.of(EvidenceKind.RISK, ASSESSED)),
                timeScale);
    }
}
