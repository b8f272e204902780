package io.imprimatur.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.inference.HostileArchives.Hostile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveScanTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void what_torch_traced_is_accepted(int version) {
        ScanReport report = new ArchiveScan().scan(Examples.artifact(version));

        assertThat(report.reasons()).isEmpty();
        assertThat(report.accepted()).isTrue();
        assertThat(report.document().path("entries").asInt()).isPositive();
        assertThat(report.document().path("formatVersion").asInt()).isPositive();
    }

    @Test
    void what_torch_scripted_is_accepted() {
        assertThat(new ArchiveScan()
                        .scan(Path.of("src/test/resources/scripted.pt"))
                        .reasons())
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_a_stranger_could_send_is_refused_with_its_reason_and_leaves_nothing() {
        Map<String, Hostile> all = HostileArchives.all();
        assertThat(all).hasSizeGreaterThanOrEqualTo(60);
        return all.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertRefused(each.getValue())));
    }

    @Test
    void an_onnx_model_of_texts_is_accepted() throws IOException {
        Path file = Files.write(folder.resolve("model.zip"), TinyOnnx.archive());

        ScanReport report = new ArchiveScan().scan(file);

        assertThat(report.reasons()).isEmpty();
        assertThat(report.document().path("engine").asText()).isEqualTo("OnnxRuntime");
    }

    @TestFactory
    Stream<DynamicTest> what_a_stranger_could_send_as_onnx_is_refused_with_its_reason_and_leaves_nothing() {
        Map<String, Hostile> all = HostileOnnx.all();
        assertThat(all).hasSizeGreaterThanOrEqualTo(60);
        return all.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertRefused(each.getValue())));
    }

    @Test
    void a_pickle_that_would_run_a_command_is_not_run() throws IOException {
        Path witness = folder.resolve("witness");
        String command = "touch " + witness;
        byte[] pickle = ("cposix\nsystem\n(U" + (char) command.length() + command + "tR.").getBytes(UTF_8);
        Path file = Files.write(folder.resolve("model.pt"), HostileArchives.with("credit-risk-1/data.pkl", pickle));

        assertThat(new ArchiveScan().scan(file).accepted()).isFalse();
        assertThat(witness).doesNotExist();
    }

    private void assertRefused(Hostile hostile) throws IOException {
        Path file = Files.write(folder.resolve("model.pt"), hostile.bytes());
        String before = files();

        ScanReport report = new ArchiveScan().scan(file);

        assertThat(report.accepted()).isFalse();
        assertThat(report.reasons()).anySatisfy(reason -> assertThat(reason).contains(hostile.why()));
        assertThat(report.reasons()).allSatisfy(reason -> assertThat(reason).hasSizeLessThan(300));
        assertThat(report.document().path("accepted").asBoolean(true)).isFalse();
        assertThat(files()).isEqualTo(before);
    }

    private String files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
