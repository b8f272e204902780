package io.imprimatur.reporting.internal;

import static io.imprimatur.reporting.internal.Parsed.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class EvaluationPicturesTest {

    @Test
    void the_roc_curve_passes_through_the_points_of_the_evidence() {
        Parsed roc = Parsed.of(RocPicture.of(Samples.compared()));

        List<Element> curves = roc.all("polyline");
        assertThat(curves).hasSize(2);
        // The square is 240 wide and high, its origin at (48, 252).
        assertThat(curves.get(0).getAttribute("points")).isEqualTo("48 252 96 108 288 12");
        assertThat(curves.get(1).getAttribute("points")).isEqualTo("48 252 120 108 288 12");
        assertThat(roc.description()).contains("challenger, version 2 is 0.800", "champion, version 1 is 0.750");
    }

    @Test
    void challenger_and_champion_differ_by_more_than_their_colour() {
        List<Element> curves = Parsed.of(RocPicture.of(Samples.compared())).all("polyline");

        assertThat(curves.get(0).getAttribute("stroke-dasharray")).isEmpty();
        assertThat(curves.get(1).getAttribute("stroke-dasharray")).isNotEmpty();
        assertThat(curves.get(0).getAttribute("stroke"))
                .isNotEqualTo(curves.get(1).getAttribute("stroke"));
    }

    @Test
    void a_first_version_is_drawn_alone() {
        Parsed roc = Parsed.of(RocPicture.of(Samples.alone()));

        assertThat(roc.all("polyline")).hasSize(1);
        assertThat(roc.title()).isEqualTo("ROC curve: challenger, version 2");
        assertThat(roc.texts()).noneMatch(text -> text.contains("champion"));
    }

    @Test
    void each_bin_of_the_calibration_has_its_mark_and_its_interval() {
        Parsed calibration = Parsed.of(CalibrationPicture.of(Samples.compared()));

        Element first = calibration.all("circle").get(0);
        assertThat(number(first, "cx")).isCloseTo(48 + 0.1 * 240 - 1.5, within(0.01));
        assertThat(number(first, "cy")).isCloseTo(252 - 0.12 * 240, within(0.01));
        assertThat(calibration.all("line")).anySatisfy(bar -> {
            assertThat(number(bar, "x1")).isEqualTo(number(first, "cx"));
            assertThat(number(bar, "y1")).isCloseTo(252 - 0.07 * 240, within(0.01));
            assertThat(number(bar, "y2")).isCloseTo(252 - 0.19 * 240, within(0.01));
        });
        assertThat(calibration.description()).contains("predicted 0.100, came true 0.120 (0.070 to 0.190) of 120");
    }

    @Test
    void the_confusion_matrix_counts_people_under_the_names_of_the_label() {
        Parsed confusion = Parsed.of(ConfusionPicture.of(Samples.compared()));

        assertThat(confusion.texts()).contains("30", "31", "17", "122", "49 % of 61", "12 % of 139", "not Bad");
        assertThat(confusion.description())
                .contains("of those who were 'Bad', 30 were called so and 31 were not; of the others, 17 were called");
    }

    @Test
    void a_group_is_drawn_with_its_interval_and_a_share_that_is_not_defined_says_so() {
        Parsed slices = Parsed.of(SlicesPicture.of(Samples.alone()));

        // The first panel goes from 150 to 280; the groups lie at 65 and 103, those of age before those of sex.
        assertThat(slices.all("line")).anySatisfy(bar -> {
            assertThat(number(bar, "x1")).isCloseTo(150 + 0.61 * 130, within(0.01));
            assertThat(number(bar, "x2")).isCloseTo(150 + 0.825 * 130, within(0.01));
            assertThat(number(bar, "y1")).isEqualTo(103);
        });
        assertThat(slices.texts()).contains("sex: female", "62 people", "not defined", "age: 25 to below 35");
        assertThat(slices.description())
                .contains("sex: female, 62 people, challenger, version 2: accuracy 0.731 (0.610 to 0.825), recall not"
                        + " defined");
    }

    @Test
    void bands_stand_from_the_lowest_on() {
        List<String> groups = new ArrayList<>(
                List.of("sex.male", "age.from 50", "age.25 to below 35", "age.below 25", "age.35 to below 50"));

        groups.sort(Words.GROUPS);

        assertThat(groups)
                .containsExactly("age.below 25", "age.25 to below 35", "age.35 to below 50", "age.from 50", "sex.male");
    }

    @Test
    void a_group_of_evidence_without_intervals_is_drawn_without() {
        ObjectNode old = Samples.alone();
        ((ObjectNode) old.at("/challenger/slices/sex.female")).remove("intervals");

        Parsed slices = Parsed.of(SlicesPicture.of(old));

        assertThat(slices.description()).contains("accuracy 0.731, recall");
        assertThat(slices.all("circle")).hasSize(5 + 1);
    }

    @Test
    void each_metric_says_whether_it_is_better_and_whether_the_bound_is_kept() {
        Parsed metrics = Parsed.of(MetricsPicture.of(Samples.compared(), Samples.plan()));

        assertThat(metrics.texts())
                .contains("▲ 0.050 better", "▲ 0.020 better", "≥ 0.7 ✓", "≤ 0.15 ✗", "as before", "0.930");
        assertThat(metrics.description())
                .contains(
                        "Brier score: challenger 0.160, champion 0.180, 0.020 better, the plan wants at most 0.15: not"
                                + " kept.");
    }

    @Test
    void of_an_error_more_is_worse() {
        ObjectNode worse = Samples.compared();
        ((ObjectNode) worse.at("/challenger/metrics")).put("brier", 0.2).put("accuracy", 0.7);

        assertThat(Parsed.of(MetricsPicture.of(worse, Samples.plan())).texts())
                .contains("▼ 0.020 worse", "▼ 0.040 worse");
    }

    @Test
    void where_there_is_no_evidence_yet_the_picture_says_so() {
        for (Drawing empty : List.of(
                RocPicture.of(Samples.NOTHING),
                CalibrationPicture.of(Samples.NOTHING),
                ConfusionPicture.of(Samples.NOTHING),
                SlicesPicture.of(Samples.NOTHING),
                MetricsPicture.of(Samples.NOTHING, Samples.plan()),
                AbTestPicture.of(Samples.NOTHING))) {
            Parsed parsed = Parsed.of(empty);
            assertThat(parsed.title()).isNotBlank();
            assertThat(parsed.texts()).singleElement().asString().startsWith("There ");
            assertThat(parsed.description()).isEqualTo(parsed.texts().get(0));
        }
    }
}
