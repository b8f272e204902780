package io.imprimatur.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goals are judged by the runs, and what was not run is not met. */
class GoalTest {

    private static final String PEER = "gunicorn + Flask";

    private final List<Run> runs = new ArrayList<>(List.of(
            run(Goal.FORWARD, Run.CALL, 1, 25_000, 0.04, 0.05),
            run(Goal.CONSTANT, Run.CLOSED, 1, 8_000, 0.1, 0.2),
            run(Goal.CONSTANT, Run.CLOSED, 32, 25_000, 1, 2),
            run("governed durable", Run.CLOSED, 1, 1_000, 0.9, 2),
            run("governed durable", Run.CLOSED, 8, 8_000, 1, 4),
            run("governed durable", Run.OPEN, 32, 1, 99, 99),
            run("governed durable", Run.CLOSED, 32, 10_000, 3, 4),
            run(PEER, Run.CLOSED, 8, 1_000, 8, 10),
            run(PEER, Run.CLOSED, 32, 4_000, 8, 2)));

    @Test
    void a_share_is_of_what_server_and_model_could_do_one_after_the_other() {
        // 1 / (1/25000 + 1/25000) is 12,500 a second.
        Goal durable = goal("governed durable, share");

        assertThat(durable.measured()).isCloseTo(0.8, within(1e-9));
        assertThat(durable.met()).isTrue();
        assertThat(durable.missedBy()).isZero();
    }

    @Test
    void a_goal_without_its_run_is_not_met() {
        Goal buffered = goal("governed buffered, share");

        assertThat(buffered.measured()).isNull();
        assertThat(buffered.met()).isFalse();
    }

    @Test
    void what_governance_adds_is_what_server_and_model_do_not_take() {
        runs.add(run("governed buffered", Run.CLOSED, 1, 2_000, 0.5, 1));

        Goal added = goal("governed buffered, p50 added");

        assertThat(added.measured()).isCloseTo(0.36, within(1e-9));
        assertThat(added.met()).isFalse();
        assertThat(added.missedBy()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void a_peer_is_beaten_by_throughput_and_by_tail_at_the_same_concurrency() {
        assertThat(goal("requests a second, governed durable / " + PEER + ", 8").met())
                .isTrue();
        assertThat(goal("p99, governed durable / " + PEER + ", 8").met()).isTrue();
        assertThat(goal("requests a second, governed durable / " + PEER + ", 32")
                        .measured())
                .isEqualTo(2.5);
        assertThat(goal("p99, governed durable / " + PEER + ", 32").measured()).isEqualTo(2);
        assertThat(goal("p99, governed durable / " + PEER + ", 32").met()).isFalse();
    }

    @Test
    void the_report_says_by_how_much_a_goal_is_missed_and_what_was_not_measured(@TempDir Path folder)
            throws IOException {
        Report report = new Report(
                Map.of("cores", "2"),
                runs,
                Goal.of(runs, List.of(Goal.DURABLE), List.of(PEER)),
                List.of("nothing to run it with"),
                null);

        assertThat(report.table())
                .contains("missed by 38 %")
                .contains("no run")
                .contains("not measured: nothing to run it with");
        report.write(folder.resolve("benchmark.json"));
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("benchmark.json").toFile());
        assertThat(json.path("runs")).hasSize(runs.size());
        assertThat(json.at("/runs/0").fieldNames())
                .toIterable()
                .contains(
                        "name",
                        "concurrency",
                        "requests_per_second",
                        "p50_ms",
                        "p99_ms",
                        "p999_ms",
                        "cpu_us_per_request",
                        "errors");
        assertThat(json.at("/goals/0").fieldNames()).toIterable().containsExactly("goal", "target", "measured", "met");
        assertThat(json.at("/goals/0/measured").isNull()).isTrue();
    }

    private Goal goal(String beginning) {
        return Goal.of(runs, List.of(Goal.DURABLE), List.of(PEER)).stream()
                .filter(goal -> goal.goal().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static Run run(String name, String loop, int concurrency, double perSecond, double p50, double p99) {
        return new Run(name, loop, concurrency, null, perSecond, p50, p99, p99, 1, 0, 1, 0);
    }
}
