package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that do harm when they run, on the real libtorch; the scan would refuse some of them before. */
class FirstLoadTest {

    private static final long PATIENCE_MILLIS = 30_000;
    private static final long MEGABYTES = 3_072;

    @TempDir
    private Path folder;

    @Test
    void a_harmless_model_loads_and_answers() {
        FirstLoadReport report = load(Examples.artifact(1), PATIENCE_MILLIS);

        assertThat(report.reasons()).isEmpty();
        assertThat(report.loaded()).isTrue();
        assertThat(report.walls()).hasSize(3);
        assertThat(report.device())
                .isEqualTo(new Device("cpu", new Inference(1, 1, 1_000).device().engine()));
    }

    @Test
    void a_model_that_never_answers_is_killed() throws IOException {
        FirstLoadReport report = load(model("while True:\n      rows = torch.add(rows, 0.)"), 12_000);

        assertRefused(report, "was killed");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void a_model_that_hoards_memory_meets_its_limit() throws IOException {
        FirstLoadReport report = load(
                model(
                        "hoard = [rows]\n    while True:\n      _9 = torch.append(hoard, torch.add(torch.zeros([1000, 10000]), torch.sum(rows)))\n      rows = torch.add(rows, torch.len(hoard))"),
                PATIENCE_MILLIS);

        assertRefused(report, "memory");
    }

    @Test
    void a_model_that_breaks_its_process_breaks_no_other() throws IOException {
        FirstLoadReport report = load(model("rows = " + HostileArchives.nested("(", ")")), PATIENCE_MILLIS);

        assertRefused(report, "The process that loaded it");
    }

    @Test
    void a_model_that_writes_a_file_writes_none() throws IOException {
        Path witness = folder.resolve("witness");

        FirstLoadReport report = load(
                model("rows = torch.add(rows, torch.sum(torch.from_file(\"" + witness + "\", True, 4)))"),
                PATIENCE_MILLIS);

        assertRefused(report, "witness");
        assertThat(witness).doesNotExist();
    }

    private Path model(String line) throws IOException {
        return Files.write(folder.resolve("model.pt"), HostileArchives.line(line));
    }

    private static FirstLoadReport load(Path artifact, long patience) {
        return new FirstLoad(patience, MEGABYTES).run(artifact, Examples.signature(), List.of(Examples.row(0)));
    }

    private static void assertRefused(FirstLoadReport report, String what) {
        assertThat(report.loaded()).isFalse();
        assertThat(report.device()).isNull();
        assertThat(report.reasons()).singleElement().asString().contains(what);
    }
}
