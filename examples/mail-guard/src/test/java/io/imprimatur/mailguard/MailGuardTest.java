package io.imprimatur.mailguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.inference.ArchiveScan;
import io.imprimatur.inference.ScanReport;
import io.imprimatur.kernel.VersionId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The artifacts of the build, on the engines that they are made for. */
class MailGuardTest {

    private static final Path MODELS = Path.of("target/models");
    private static final Mails EVALUATION = Mails.read("evaluation");

    private static Runs runs;
    private static VersionId onnx;
    private static VersionId int8;
    private static VersionId torch;
    private static List<Float> whole;
    private static List<Float> eightBits;

    @BeforeAll
    static void load() {
        runs = new Runs();
        onnx = classifier("mail-guard.zip");
        int8 = classifier("mail-guard-int8.zip");
        torch = classifier("mail-guard.pt");
        whole = runs.spam(onnx, EVALUATION.texts());
        eightBits = runs.spam(int8, EVALUATION.texts());
    }

    @AfterAll
    static void close() {
        runs.close();
    }

    @ParameterizedTest
    @CsvSource({
        "mail-guard.zip, OnnxRuntime, false",
        "mail-guard-int8.zip, OnnxRuntime, true",
        "mail-guard-4bit.zip, OnnxRuntime, false",
        "mail-guard.pt, PyTorch, false"
    })
    void every_artifact_is_let_in(String artifact, String engine, boolean rowsApart) {
        ScanReport report = new ArchiveScan().scan(MODELS.resolve(artifact));

        assertThat(report.reasons()).isEmpty();
        assertThat(report.document().path("engine").asText()).isEqualTo(engine);
        assertThat(report.document().path("texts").asBoolean()).isTrue();
        assertThat(report.document().path("rowsApart").asBoolean()).isEqualTo(rowsApart);
    }

    @Test
    void both_engines_answer_the_same() {
        List<Float> other = runs.spam(torch, EVALUATION.texts());

        assertThat(differences(whole, other))
                .allSatisfy(difference -> assertThat(difference).isLessThan(1e-5));
    }

    @Test
    void a_text_has_the_same_answer_alone_and_among_longer_ones() {
        List<String> texts = EVALUATION.texts().subList(0, 12);
        for (VersionId version : List.of(onnx, int8, torch)) {
            List<Float> together = runs.spam(version, texts);
            List<Float> alone = texts.stream()
                    .map(text -> runs.spam(version, List.of(text)).get(0))
                    .toList();

            assertThat(differences(together, alone))
                    .allSatisfy(difference -> assertThat(difference).isLessThan(1e-5));
        }
    }

    @Test
    void the_head_tells_spam_from_ham() {
        assertThat(accuracy(whole)).isGreaterThan(0.85);
    }

    @Test
    void eight_bits_agree_with_the_whole_and_four_do_not() {
        List<Float> fourBits = runs.spam(classifier("mail-guard-4bit.zip"), EVALUATION.texts());

        assertThat(agreement(eightBits)).isGreaterThanOrEqualTo(0.97);
        assertThat(accuracy(eightBits)).isCloseTo(accuracy(whole), within(0.02));
        assertThat(agreement(fourBits)).isLessThan(0.9);
    }

    private static VersionId classifier(String artifact) {
        return runs.load(MODELS.resolve(artifact), "probabilities", 2);
    }

    private static double accuracy(List<Float> spam) {
        return share(row -> spam.get(row) >= 0.5 == EVALUATION.spam().get(row));
    }

    private static double agreement(List<Float> own) {
        return share(row -> whole.get(row) >= 0.5 == own.get(row) >= 0.5);
    }

    private static double share(IntPredicate holds) {
        int rows = EVALUATION.texts().size();
        return IntStream.range(0, rows).filter(holds).count() / (double) rows;
    }

    private static List<Double> differences(List<Float> one, List<Float> other) {
        return IntStream.range(0, one.size())
                .mapToObj(row -> Math.abs((double) one.get(row) - other.get(row)))
                .toList();
    }
}
