package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final Version VERSION = new Version(
            VersionId.random(),
            ModelName.of("credit-risk"),
            3,
            DIGEST,
            1,
            Engine.PYTORCH,
            null,
            new ModelCard(1, DIGEST, CanonicalJson.object()));

    /** Called at 0.5: rows 0 and 2; came true: rows 0 and 3. */
    private static final Report REPORT = Report.of(
            VERSION,
            List.of(0.9f, 0.2f, 0.6f, 0.4f),
            List.of(true, false, false, true),
            Map.of("sex.female", List.of(0, 1), "sex.male", List.of(2, 3), "sex.unknown", List.of()));

    @Test
    void each_group_is_counted_and_says_how_sure_its_shares_are() {
        JsonNode female = REPORT.document().path("slices").path("sex.female");

        assertThat(female.path("confusion").path("truePositive").asInt()).isEqualTo(1);
        assertThat(female.path("confusion").path("trueNegative").asInt()).isEqualTo(1);
        assertThat(female.path("accuracy").asDouble()).isEqualTo(1);
        // Two of two right: by Wilson (1927) anything from 0.34 is compatible with that.
        assertThat(female.path("intervals").path("accuracy").path("lower").asDouble())
                .isEqualTo(0.342380);
        assertThat(female.path("intervals").path("accuracy").path("upper").asDouble())
                .isEqualTo(1);
    }

    @Test
    void an_interval_is_about_the_people_that_its_share_is_of() {
        JsonNode male = REPORT.document().path("slices").path("sex.male").path("intervals");

        // One of one positive was missed, none of the one called was right: of a single person little is known.
        assertThat(male.path("recall").path("lower").asDouble()).isZero();
        assertThat(male.path("recall").path("upper").asDouble()).isEqualTo(0.793451);
        assertThat(male.path("precision").path("upper").asDouble()).isEqualTo(0.793451);
    }

    @Test
    void a_group_without_people_has_no_interval() {
        assertThat(REPORT.document().path("slices").path("sex.unknown").path("intervals"))
                .isEmpty();
    }

    @Test
    void a_bin_of_the_calibration_says_how_sure_its_share_is() {
        JsonNode bins = REPORT.document().path("calibration");

        assertThat(bins).hasSize(4).allSatisfy(bin -> {
            assertThat(bin.path("rows").asInt()).isEqualTo(1);
            assertThat(bin.path("lower").asDouble())
                    .isLessThanOrEqualTo(bin.path("observed").asDouble());
            assertThat(bin.path("upper").asDouble())
                    .isGreaterThanOrEqualTo(bin.path("observed").asDouble());
        });
    }
}
