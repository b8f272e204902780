package io.imprimatur.release.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.release.AbTestPlan;
import io.imprimatur.release.GuardrailBound;
import io.imprimatur.release.Plan;
import io.imprimatur.release.Stage;
import io.imprimatur.release.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanReaderTest {

    @Test
    void a_whole_plan_is_read_as_it_is_written() {
        Plan plan = PlanReader.read(Plans.whole());

        assertThat(plan.pilot()).isEqualTo(new Stage(500, Duration.ofSeconds(5), 20));
        assertThat(plan.stages()).extracting(Stage::share).containsExactly(500, 2500, 5000, 10000);
        assertThat(plan.stages().get(1).minimumPredictions()).isZero();
        assertThat(plan.abTest()).isEqualTo(new AbTestPlan(5000, "brier", 0.03, 0.05, 150, Duration.ofMinutes(10)));
        assertThat(plan.guardrails())
                .containsExactly(
                        new GuardrailBound("errorRate", 0.05, 5), new GuardrailBound("latencyP99Millis", 500, 1));
        assertThat(plan.evaluation().dataset().hex()).isEqualTo("d".repeat(64));
        assertThat(plan.evaluation().thresholds())
                .containsExactly(
                        new Threshold("rocAuc", 0.70, null),
                        new Threshold("brier", null, 0.22),
                        new Threshold("selectionRatio.sex", 0.6, null));
        assertThat(plan.evaluation().slices().get(0).groups())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("female", List.of("Female.NotSingle"), "male", List.of("Male.Single", "Male.Divorced")));
        assertThat(plan.evaluation().slices().get(1).bands()).containsExactly(25.0, 35.0, 50.0);
        assertThat(plan.document()).isEqualTo(Plans.whole());
    }

    @Test
    void the_ab_test_and_the_slices_may_be_left_out() {
        ObjectNode document = Plans.whole();
        document.remove("abTest");
        ObjectNode evaluation = (ObjectNode) document.path("evaluation");
        evaluation.remove(List.of("slices", "againstChampion"));
        ((ArrayNode) evaluation.path("thresholds")).remove(2);

        Plan plan = PlanReader.read(document);
        assertThat(plan.abTest()).isNull();
        assertThat(plan.evaluation().slices()).isEmpty();
        assertThat(plan.evaluation().againstChampion()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // shape
                "/pilot/share                      | 0          | /pilot/share",
                "/pilot/share                      | 10001      | /pilot/share",
                "/pilot/share                      | 5.5        | /pilot/share",
                "/pilot/hold                       | 5          | /pilot/hold",
                "/pilot/minimumPredictions         | -1         | /pilot/minimumPredictions",
                "/evaluation/dataset               | \"abc\"    | /evaluation/dataset",
                "/evaluation/label                 | \"\"       | /evaluation/label",
                "/evaluation/thresholds            | []         | /evaluation/thresholds",
                "/evaluation/slices/1/bands        | []         | /evaluation/slices/1/bands",
                "/abTest/share                     | 10000      | /abTest/share",
                "/abTest/margin                    | 0          | /abTest/margin",
                "/abTest/margin                    | -0.1       | /abTest/margin",
                "/abTest/alpha                     | 0          | /abTest/alpha",
                "/abTest/alpha                     | 0.5        | /abTest/alpha",
                "/abTest/minimumSamplePerArm       | 1          | /abTest/minimumSamplePerArm",
                "/stages                           | []         | /stages",
                "/guardrails                       | []         | /guardrails",
                "/guardrails/0/minimumPredictions  | 0          | /guardrails/0/minimumPredictions",
                "/guardrails/0/metric              | \"a b\"    | /guardrails/0/metric",
                "/surprise                         | 1          | /surprise",
                "/pilot/surprise                   | 1          | /pilot/surprise",
                // rules
                "/stages/1/share                   | 500        | /stages/1/share",
                "/stages/3/share                   | 9000       | /stages/3/share",
                "/pilot/share                      | 501        | /pilot/share",
                "/pilot/hold                       | \"P1\"     | /pilot/hold",
                "/stages/2/hold                    | \"P367D\"  | /stages/2/hold",
                "/abTest/maximumDuration           | \"PT0S\"   | /abTest/maximumDuration",
                "/evaluation/slices/1/bands/2      | 35         | /evaluation/slices/1/bands/2",
                "/evaluation/slices/1/name         | \"sex\"    | /evaluation/slices/1/name",
                "/evaluation/slices/0/groups/male/1 | \"Female.NotSingle\" | /evaluation/slices/0/groups/male/1",
                "/evaluation/thresholds/2/metric   | \"selectionRatio.shoes\" | /evaluation/thresholds/2/metric",
                "/guardrails/1/metric              | \"errorRate\" | /guardrails/1/metric"
            })
    void a_fault_is_pointed_to(String at, String value, String pointer) {
        ObjectNode plan = Plans.whole();
        set(plan, at, CanonicalJson.parse(value));
        assertThat(faults(plan)).extracting(Fault::pointer).contains(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "'', evaluation",
        "'', pilot",
        "'', stages",
        "'', guardrails",
        "/evaluation, dataset",
        "/evaluation, positive",
        "/pilot, share",
        "/stages/0, hold",
        "/abTest, margin",
        "/guardrails/0, atMost",
        "/evaluation/slices/0, column"
    })
    void a_missing_member_is_pointed_to(String parent, String member) {
        ObjectNode plan = Plans.whole();
        ((ObjectNode) plan.at(parent)).remove(member);
        assertThat(faults(plan)).extracting(Fault::pointer).contains(parent + "/" + member);
    }

    @Test
    void every_fault_is_told_at_once() {
        ObjectNode plan = Plans.whole();
        set(plan, "/pilot/share", CanonicalJson.parse("0"));
        set(plan, "/abTest/alpha", CanonicalJson.parse("0.9"));
        set(plan, "/evaluation/dataset", CanonicalJson.parse("7"));
        assertThat(faults(plan))
                .extracting(Fault::pointer)
                .contains("/pilot/share", "/abTest/alpha", "/evaluation/dataset");
        assertThat(faults(plan))
                .allSatisfy(fault -> assertThat(fault.message()).isNotBlank().doesNotStartWith("/"));
    }

    @Test
    void a_threshold_has_a_bound_and_its_bounds_leave_room() {
        ObjectNode unbounded = Plans.whole();
        ((ObjectNode) unbounded.at("/evaluation/thresholds/0")).remove("atLeast");
        assertThat(faults(unbounded)).isNotEmpty();

        ObjectNode contradictory = Plans.whole();
        ((ObjectNode) contradictory.at("/evaluation/thresholds/0")).put("atMost", 0.1);
        assertThat(faults(contradictory))
                .extracting(Fault::pointer)
                .containsExactly("/evaluation/thresholds/0/atLeast");
    }

    @Test
    void a_slice_has_groups_or_bands_but_not_both() {
        ObjectNode both = Plans.whole();
        ((ObjectNode) both.at("/evaluation/slices/0")).putArray("bands").add(1);
        assertThat(faults(both)).isNotEmpty();
        ObjectNode neither = Plans.whole();
        ((ObjectNode) neither.at("/evaluation/slices/0")).remove("groups");
        assertThat(faults(neither)).isNotEmpty();
    }

    @Test
    void what_is_no_object_is_no_plan() {
        assertThat(faults(CanonicalJson.parse("[]"))).isNotEmpty();
        assertThat(faults(CanonicalJson.parse("\"plan\""))).isNotEmpty();
    }

    private static List<Fault> faults(JsonNode plan) {
        DomainException broken = Broken.rule("PLAN_INVALID", () -> PlanReader.read(plan));
        assertThat(broken.kind()).isEqualTo(DomainException.Kind.UNPROCESSABLE);
        return broken.faults();
    }

    private static void set(ObjectNode plan, String pointer, JsonNode value) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = plan.at(pointer.substring(0, cut));
        String last = pointer.substring(cut + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
    }
}
