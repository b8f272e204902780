package io.imprimatur.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.benchmarks.Program.Missing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/** The benchmark itself: run by {@code mvn -Pbenchmark verify -pl benchmarks -am} alone. */
class BenchmarkIT {

    private static final Duration WHOLE = Duration.ofSeconds(Long.getLong("benchmark.seconds", 600));
    private static final Duration RUN = Duration.ofMillis(Long.getLong("benchmark.run.millis", 4_000));
    private static final Duration WARM_UP = Duration.ofMillis(Long.getLong("benchmark.warmup.millis", 10_000));
    private static final Duration PROFILED = Duration.ofSeconds(8);

    /** Stopping the servers, and saying what was found. */
    private static final Duration END = Duration.ofSeconds(25);

    private static final int MOST_ROUNDS = 3;
    private static final int COLUMNS = 20;
    private static final String MODEL = "/v2/models/credit-risk/infer";
    private static final List<String> PEERS = List.of(Servers.GUNICORN, Servers.UVICORN);

    /** The ways of recording that are measured; the model of each is released for it. */
    private static final List<String> RECORDINGS =
            List.of(System.getProperty("benchmark.recordings", Goal.BUFFERED + "," + Goal.DURABLE)
                    .split(","));

    private final List<String> missing = new ArrayList<>();
    private final List<Run> forwards = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @Test
    void the_live_path_is_measured_beside_its_parts_and_beside_what_others_begin_with() throws Exception {
        Budget budget = Budget.of(Clock.systemUTC(), System.getProperty("benchmark.begun", ""), WHOLE);
        Report report;
        try (Governed governed = new Governed();
                Servers servers = new Servers(governed.project(), MODEL, COLUMNS)) {
            forwards(governed.project());
            start(servers::constant);
            RECORDINGS.forEach(recording -> targets.add(governed.recording(recording)));
            start(servers::gunicorn);
            start(servers::uvicorn);
            report = measure(governed, budget);
        }
        System.out.println(report.table());
        report.write(Path.of("target", "benchmark.json"));
        assertThat(report.runs())
                .filteredOn(run ->
                        run.name().startsWith(Goal.GOVERNED) && run.loop().equals(Run.CLOSED))
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run.errors()).as(run.toString()).isZero());
    }

    private void forwards(Path project) throws RunnerException {
        for (int rows : Measurement.CONCURRENCY) {
            forwards.add(Run.of(Goal.FORWARD, rows, Forward.micros(project, COLUMNS, rows)));
        }
    }

    /** What cannot be started is said in the table, and the others are measured all the same. */
    private void start(Callable<Target> server) throws Exception {
        try {
            targets.add(server.call());
        } catch (Missing e) {
            missing.add(e.getMessage());
        }
    }

    private Report measure(Governed governed, Budget budget) throws IOException {
        Workload workload = new Workload(governed.example().liveRows());
        Measurement measurement = new Measurement(targets, workload, governed::token, RUN);
        measurement.warmUp(WARM_UP);
        Duration round = measurement.roundLength().plus(Duration.ofSeconds(5));
        int rounds = 0;
        do {
            measurement.round(rounds++);
        } while (rounds < MOST_ROUNDS && budget.leaves(round.plus(PROFILED).plus(END)));
        Target profiled = targets.stream()
                .filter(target -> target.name().startsWith(Goal.GOVERNED))
                .findFirst()
                .orElseThrow();
        Profile profile = Profile.of(governed.pid(), Path.of("target", "governed.jfr"), () -> {
            try {
                measurement.press(profiled, 32, PROFILED);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<Run> runs = new ArrayList<>(forwards);
        runs.addAll(measurement.runs());
        return new Report(
                machine(rounds, measurement.othersShare()), runs, Goal.of(runs, RECORDINGS, PEERS), missing, profile);
    }

    private static Map<String, String> machine(int rounds, double others) throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", firstLine("/proc/cpuinfo", "model name"));
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", firstLine("/proc/meminfo", "MemTotal"));
        machine.put("kernel", System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("others", String.format(Locale.ROOT, "took %.0f %% of the cores meanwhile", 100 * others));
        machine.put("rounds", String.format(Locale.ROOT, "%d, runs of %.1f s", rounds, RUN.toMillis() / 1e3));
        return machine;
    }

    private static String firstLine(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
