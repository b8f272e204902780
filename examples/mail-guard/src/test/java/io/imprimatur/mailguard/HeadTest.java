package io.imprimatur.mailguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The head is committed, and what it was made by runs here: other rows or other weights make another head. */
class HeadTest {

    private static final Path COMMITTED = Path.of("head.txt");
    /** Copy it over the committed one when the rows have changed. */
    private static final Path TRAINED = Path.of("target/head.txt");

    @Test
    void the_committed_head_is_what_training_gives(@TempDir Path folder) throws IOException {
        Path artifact = folder.resolve("embedder.zip");
        MailGuard.onnx(
                artifact,
                MiniLm.embedder(MiniLm.whole().model()),
                MiniLm.whole().tokenizer());
        Mails training = Mails.read("training");
        Head trained;
        try (Runs runs = new Runs()) {
            List<float[]> embeddings = runs.ask(runs.load(artifact, "embedding", MiniLm.WIDTH), training.texts());
            assertThat(embeddings).allSatisfy(row -> assertThat(length(row)).isCloseTo(1, within(1e-5)));
            trained = Head.train(embeddings, training.spam());
        }
        Files.writeString(TRAINED, trained.text());

        Head committed = Head.read(COMMITTED);

        assertThat(committed.weights()).containsExactly(trained.weights(), within(1e-3));
        assertThat(committed.bias()).isCloseTo(trained.bias(), within(1e-3));
    }

    private static double length(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
