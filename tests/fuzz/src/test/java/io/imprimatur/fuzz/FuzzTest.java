package io.imprimatur.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.fuzz.ExampleArchive.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the fuzzer on each target in a process of its own, from real documents on. */
class FuzzTest {

    private static final int SECONDS = Integer.getInteger("imprimatur.fuzz.seconds", 60);
    /** The same walk in every build; 0 draws another one. */
    private static final int SEED = Integer.getInteger("imprimatur.fuzz.seed", 1);

    private static final Path EXAMPLE = Path.of("../../examples/credit-risk");
    private static final Path ARCHIVE = EXAMPLE.resolve("credit-risk-1.pt").toAbsolutePath();
    private static final Pattern RUNS = Pattern.compile("Done ([0-9]+) runs in ([0-9]+) second");

    /** How a run ended: its status, and what it said. */
    private record Ended(int status, String output) {}

    @Test
    void no_request_of_a_client_breaks_its_reader() throws Exception {
        String values = "1,".repeat(19) + "1";
        String json = "{\"id\":\"a\",\"parameters\":{\"subject\":\"b\"},\"inputs\":[{\"name\":\"application\","
                + "\"datatype\":\"FP32\",\"shape\":[1,20],\"data\":[" + values + "]}],\"outputs\":[{\"name\":\"c\","
                + "\"parameters\":{\"binary_data\":true}}]}";
        String binary = "{\"inputs\":[{\"name\":\"t\",\"datatype\":\"BYTES\",\"shape\":[1],"
                + "\"parameters\":{\"binary_data_size\":6}}]}\2\0\0\0hi";
        assertNothingFound(RequestTarget.class, List.of(bytes("\u00ff" + json), bytes("\u00ed" + binary)));
    }

    @Test
    void no_plan_breaks_its_reader() throws Exception {
        List<byte[]> plans = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            plans.add(Files.readAllBytes(EXAMPLE.resolve("plan-" + version + ".json")));
        }
        assertNothingFound(PlanTarget.class, plans);
    }

    @Test
    void no_archive_breaks_the_scan() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(behind(ArchiveTarget.WHOLE, Files.readAllBytes(ARCHIVE)));
        List<Member> members = ExampleArchive.read(ARCHIVE).members();
        for (int member = 0; member < members.size(); member++) {
            seeds.add(behind(member, members.get(member).content()));
        }
        assertNothingFound(ArchiveTarget.class, seeds);
    }

    @Test
    void a_fault_that_is_there_is_found() throws Exception {
        Ended ended = run(PlantedTarget.class, List.of(bytes("{\"a\":1}")), 120);

        assertThat(ended.status()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("the planted fault");
    }

    private static byte[] behind(int first, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put((byte) first).put(rest).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertNothingFound(Class<?> target, List<byte[]> seeds) throws Exception {
        Ended ended = run(target, seeds, SECONDS);

        assertThat(ended.status()).as(ended.output()).isZero();
        Matcher runs = RUNS.matcher(ended.output());
        assertThat(runs.find()).as(ended.output()).isTrue();
        System.out.println(target.getSimpleName() + ": " + runs.group(1) + " inputs in " + runs.group(2) + " s");
        assertThat(Integer.parseInt(runs.group(1))).isGreaterThan(1_000);
    }

    private static Ended run(Class<?> target, List<byte[]> seeds, int seconds)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), target.getSimpleName());
        Path corpus = Files.createDirectory(home.resolve("corpus"));
        for (byte[] seed : seeds) {
            Files.write(Files.createTempFile(corpus, "seed-", ""), seed);
        }
        Path log = home.resolve("log");
        Process fuzzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Djava.io.tmpdir=" + home,
                        "-D" + ArchiveTarget.EXAMPLE + "=" + ARCHIVE,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.imprimatur.**:org.apache.commons.compress.**",
                        "-max_total_time=" + seconds,
                        "-seed=" + SEED,
                        "-timeout=20",
                        "-rss_limit_mb=4096",
                        "-artifact_prefix=" + home + "/",
                        corpus.toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(fuzzer.waitFor(seconds + 120L, TimeUnit.SECONDS)).isTrue();
        } finally {
            Stream.concat(fuzzer.descendants(), Stream.of(fuzzer.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        return new Ended(fuzzer.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }
}
