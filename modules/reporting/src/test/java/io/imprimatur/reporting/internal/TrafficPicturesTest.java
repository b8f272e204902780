package io.imprimatur.reporting.internal;

import static io.imprimatur.reporting.internal.Parsed.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Stop;
import io.imprimatur.rollout.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficPicturesTest {

    private static final ModelName MODEL = ModelName.of("credit-risk");
    private static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");
    private static final Target FIRST = target(1);
    private static final Target SECOND = target(2);

    @Test
    void the_share_of_the_challenger_is_the_length_of_its_part() {
        Parsed splits = Parsed.of(SplitsPicture.of(List.of(pilot(2, 2500)), SECOND.release()));

        // The bar is 200 long; three quarters of it are the champion's.
        assertThat(splits.all("rect")).anySatisfy(bar -> {
            assertThat(number(bar, "x")).isCloseTo(132 + 150, within(0.01));
            assertThat(number(bar, "width")).isCloseTo(50, within(0.01));
        });
        assertThat(splits.text("v1 75 %, v2 25 % pilot").getAttribute("font-weight"))
                .isEqualTo("bold");
        assertThat(splits.description()).contains("Revision 2, 1 Mar 09:30:00: v1 75 %, v2 25 % pilot.");
    }

    @Test
    void a_stopped_model_is_served_by_nobody() {
        Split stopped = new Split(
                MODEL, 3, FIRST, null, null, 0, null, new Stop("Harm was reported.", "somebody", AT, null), AT);

        Parsed splits = Parsed.of(SplitsPicture.of(List.of(stopped), SECOND.release()));

        assertThat(splits.texts()).contains("stopped, nobody answers");
        assertThat(splits.description()).doesNotContain("somebody", "Harm");
    }

    @Test
    void of_a_long_history_the_latest_are_shown_and_the_others_counted() {
        List<Split> history = new ArrayList<>();
        for (int revision = 1; revision <= 25; revision++) {
            history.add(pilot(revision, 100 * revision));
        }

        Parsed splits = Parsed.of(SplitsPicture.of(history, FIRST.release()));

        assertThat(splits.description()).contains("The 5 revisions before are left out.", "Revision 25,");
        assertThat(splits.texts()).anyMatch(text -> text.startsWith("25 ")).noneMatch(text -> text.startsWith("5 "));
    }

    @Test
    void a_model_that_never_served_says_so() {
        assertThat(Parsed.of(SplitsPicture.of(List.of(), FIRST.release())).texts())
                .containsExactly("Nothing of this model was in service yet.");
    }

    @Test
    void the_interval_of_the_test_lies_where_it_is_against_the_margin() {
        Parsed test = Parsed.of(AbTestPicture.of(Samples.abTest(-0.05, 0.02, "NON_INFERIOR")));

        double margin = number(test.text("0.100"), "x");
        double zero = number(test.text("0"), "x");
        assertThat(test.all("line")).anySatisfy(interval -> {
            assertThat(number(interval, "y1")).isEqualTo(102);
            assertThat(number(interval, "x1")).isLessThan(zero);
            assertThat(number(interval, "x2")).isBetween(zero, margin);
        });
        assertThat(test.texts()).contains("Result: not inferior: it may go on", "-0.015 (-0.050 to 0.020)");
        assertThat(test.description()).contains("150 outcomes of the challenger", "151 outcomes of the champion");
    }

    @Test
    void an_interval_beyond_the_margin_is_drawn_beyond_it() {
        Parsed test = Parsed.of(AbTestPicture.of(Samples.abTest(0.12, 0.2, "INFERIOR")));

        double margin = number(test.text("0.100"), "x");
        assertThat(test.all("line"))
                .filteredOn(line -> number(line, "y1") == 102)
                .singleElement()
                .satisfies(interval -> assertThat(number(interval, "x1")).isGreaterThan(margin));
    }

    private static Split pilot(long revision, int share) {
        return new Split(MODEL, revision, FIRST, SECOND, null, share, Phase.PILOT, AT);
    }

    private static Target target(int version) {
        Digest digest = Digest.of(new byte[] {(byte) version});
        return new Target(VersionId.random(), version, digest, ReleaseId.random(), digest, List.of(), false, false);
    }
}
