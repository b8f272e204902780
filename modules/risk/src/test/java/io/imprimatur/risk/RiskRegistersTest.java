package io.imprimatur.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.identity.Role;
import io.imprimatur.risk.RiskFacts.Archive;
import io.imprimatur.risk.RiskFacts.Data;
import io.imprimatur.risk.RiskFacts.Load;
import io.imprimatur.risk.RiskFacts.Platform;
import io.imprimatur.risk.RiskFacts.Quality;
import io.imprimatur.risk.RiskFacts.Safeguards;
import io.imprimatur.risk.RiskFacts.Slice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each risk is rated by what was found, and by nothing else. */
class RiskRegistersTest {

    private final Facts facts = new Facts();

    @Test
    void the_four_areas_have_their_named_risks_each_with_a_finding_and_a_role_that_answers_for_it() {
        assertThat(facts.register().risks())
                .extracting(Risk::id)
                .containsExactly(
                        "few-answers",
                        "slow-answers",
                        "unequal-selection",
                        "worst-slice",
                        "few-rows",
                        "missing-values",
                        "unknown-values",
                        "untried-codes",
                        "costly-load",
                        "hostile-archive",
                        "other-device",
                        "other-engine",
                        "other-signature");
        assertThat(facts.register().risks()).extracting(Risk::area).contains(RiskArea.values());
        assertThat(facts.register().risks()).allSatisfy(risk -> {
            assertThat(risk.title()).endsWith(".");
            assertThat(risk.finding()).endsWith(".");
            assertThat(Role.ofGroup(risk.owner())).isPresent();
            assertThat(risk.amended()).isNull();
        });
    }

    @Test
    void where_nothing_was_found_nothing_is_high() {
        assertThat(facts.register().risks())
                .allSatisfy(risk -> assertThat(risk.residual().level()).isLessThan(RiskLevel.MODERATE));
        facts.register().requireTreated();
    }

    @Test
    void what_nobody_measured_is_likely() {
        facts.quality = null;
        facts.load = null;
        facts.data = null;
        facts.archive = null;
        facts.platform = null;

        assertThat(facts.register().risks())
                .filteredOn(risk -> !risk.id().equals("other-signature"))
                .allSatisfy(risk -> {
                    assertThat(risk.inherent().likelihood()).isGreaterThanOrEqualTo(4);
                    assertThat(risk.finding()).startsWith("Nobody ");
                });
    }

    @ParameterizedTest
    @CsvSource({"0.165, 500, 1", "0.18, 500, 2", "0.2, 500, 3", "0.24, 500, 4", "0.4, 500, 5", "0.4, 20, 3"})
    void the_worst_slice_is_held_against_the_whole(double brier, int rows, int likelihood) {
        facts.quality = new Quality(0.16, Map.of("age.young", new Slice(rows, brier)), Map.of());

        Risk risk = facts.risk("worst-slice");

        assertThat(risk.inherent()).isEqualTo(new Rating(likelihood, 4));
        assertThat(risk.finding()).contains("age.young (" + rows + " rows)");
        assertThat(risk.mitigation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "0.92, 2", "0.8, 3", "0.79, 4", "0.6, 5"})
    void a_group_selected_less_than_four_fifths_as_often_is_high(double ratio, int likelihood) {
        facts.quality = new Quality(0.16, Map.of(), Map.of("sex", 0.99, "age", ratio));

        Risk risk = facts.risk("unequal-selection");

        assertThat(risk.inherent().likelihood()).isEqualTo(likelihood);
        assertThat(risk.residual().level().needsTreatment()).isEqualTo(ratio < 0.8);
        assertThat(risk.isUntreated()).isEqualTo(ratio < 0.8);
    }

    @Test
    void a_threshold_of_the_plan_is_a_mitigation() {
        facts.quality = new Quality(0.16, Map.of("age.young", new Slice(500, 0.2)), Map.of("age", 0.7));
        facts.plan = new Safeguards(Set.of("selectionRatio.age", "brier.age.young"), Set.of(), 0);

        assertThat(facts.risk("unequal-selection")).satisfies(risk -> {
            assertThat(risk.inherent().level()).isEqualTo(RiskLevel.HIGH);
            assertThat(risk.residual().level()).isEqualTo(RiskLevel.MODERATE);
            assertThat(risk.mitigation()).contains("selectionRatio.age");
        });
        assertThat(facts.risk("worst-slice").residual()).isEqualTo(new Rating(2, 4));
    }

    @Test
    void without_groups_a_model_about_people_is_under_suspicion() {
        facts.quality = new Quality(0.16, Map.of(), Map.of());

        assertThat(facts.risk("worst-slice").inherent()).isEqualTo(new Rating(4, 4));
        assertThat(facts.risk("unequal-selection").finding()).isEqualTo("The plan names no groups to measure apart.");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "1.2, 1", "1.5, 2", "2, 3", "3, 4", "9, 5"})
    void the_load_test_rates_the_latency_by_its_ratio_to_the_champions(double ratio, int likelihood) {
        facts.load = new Load(ratio, 1.0, 5_000, 0);

        assertThat(facts.risk("slow-answers").inherent()).isEqualTo(new Rating(likelihood, 3));
        facts.plan = new Safeguards(Set.of(), Set.of("latencyP99Millis"), 0);
        assertThat(facts.risk("slow-answers").residual().likelihood()).isEqualTo(Math.max(1, likelihood - 2));
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1", "0.8, 1", "0.7, 2", "0.5, 3", "0.3, 4", "0.1, 5"})
    void and_the_throughput_likewise(double ratio, int likelihood) {
        facts.load = new Load(1.0, ratio, 5_000, 0);

        assertThat(facts.risk("few-answers").inherent()).isEqualTo(new Rating(likelihood, 3));
    }

    @Test
    void no_noise_of_a_machine_makes_a_load_test_a_reason_to_stop_a_release() {
        facts.load = new Load(1_000.0, 0.0001, 5_000, 0);

        facts.register().requireTreated();
    }

    @Test
    void a_version_that_fails_under_load_and_one_with_nobody_beside_it_say_so() {
        facts.load = new Load(null, null, 90, 10);
        assertThat(facts.risk("slow-answers").finding()).isEqualTo("10 of 100 requests failed under load.");
        assertThat(facts.risk("slow-answers").inherent().likelihood()).isEqualTo(5);

        facts.load = new Load(null, null, 100, 0);
        assertThat(facts.risk("few-answers").finding()).contains("no champion");
    }

    @Test
    void gaps_strangers_and_untried_codes_are_named_by_column() {
        facts.data = new Data(1_000, Map.of("Telephone", 30), Map.of("Age", 2), Map.of("Purpose", 1, "Job", 3));

        assertThat(facts.risk("missing-values").finding()).contains("Telephone 30");
        assertThat(facts.risk("missing-values").inherent().likelihood()).isEqualTo(3);
        assertThat(facts.risk("unknown-values").inherent().likelihood()).isEqualTo(5);
        assertThat(facts.risk("untried-codes").finding()).contains("Job 3, Purpose 1");
        assertThat(facts.risk("untried-codes").inherent().likelihood()).isEqualTo(4);
    }

    @Test
    void a_champion_that_answers_instead_and_a_guardrail_make_untried_codes_less_of_a_risk() {
        facts.data = new Data(1_000, Map.of(), Map.of(), Map.of("Purpose", 12));
        facts.plan = new Safeguards(Set.of(), Set.of("errorRate"), 150);
        assertThat(facts.risk("untried-codes").residual().likelihood()).isEqualTo(3);

        facts.champion = null;
        assertThat(facts.risk("untried-codes").residual().likelihood()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "999, 2", "200, 3", "60, 4", "20, 5"})
    void few_rows_carry_little(int rows, int likelihood) {
        facts.data = new Data(rows, Map.of(), Map.of(), Map.of());

        assertThat(facts.risk("few-rows").inherent().likelihood()).isEqualTo(likelihood);
    }

    @Test
    void an_archive_that_the_scan_refuses_is_very_high_and_an_accepted_one_never_harmless() {
        assertThat(facts.risk("hostile-archive").inherent()).isEqualTo(new Rating(2, 5));

        facts.archive = new Archive(false, 3, 100, List.of("os.system"), null);
        assertThat(facts.risk("hostile-archive").inherent().level()).isEqualTo(RiskLevel.VERY_HIGH);
        assertThat(facts.risk("hostile-archive").finding()).isEqualTo("The scan refuses it.");
    }

    @Test
    void an_archive_that_is_large_or_slow_to_load_costs_others() {
        facts.archive = new Archive(true, 12, 3L << 30, List.of(), 3);
        assertThat(facts.risk("costly-load").inherent().likelihood()).isEqualTo(4);

        facts.archive = Facts.HARMLESS;
        facts.platform = new Platform("cpu", "PyTorch 2.7.1", 45_000, "cpu", "PyTorch 2.7.1");
        assertThat(facts.risk("costly-load").inherent().likelihood()).isEqualTo(3);
    }

    @Test
    void another_engine_or_device_than_the_first_loads_is_told() {
        facts.platform = new Platform("cpu", "PyTorch 2.5.1", 2_000, "gpu:0", "PyTorch 2.7.1");

        assertThat(facts.risk("other-engine").inherent()).isEqualTo(new Rating(4, 4));
        assertThat(facts.risk("other-engine").isUntreated()).isTrue();
        assertThat(facts.risk("other-device").finding()).contains("on cpu", "on gpu:0");
        assertThat(facts.risk("other-device").residual().likelihood()).isEqualTo(2);
    }

    @Test
    void a_signature_other_than_the_champions_surprises_its_clients() {
        assertThat(facts.risk("other-signature").inherent().likelihood()).isEqualTo(1);

        facts.champion = Facts.card("{\"Car\": 1, \"House\": 0}");
        assertThat(facts.risk("other-signature").finding())
                .isEqualTo("Other than the champion's: the input columns or their codes.");
        assertThat(facts.risk("other-signature").isUntreated()).isTrue();

        facts.champion = null;
        assertThat(facts.risk("other-signature").finding()).contains("no champion");
    }
}
