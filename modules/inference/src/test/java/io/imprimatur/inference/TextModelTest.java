package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model of texts on the real ONNX Runtime, with the real tokenizer. */
class TextModelTest {

    @TempDir
    private Path folder;

    private final Inference inference = new Inference(1024, 64, 10_000);
    private final VersionId version = VersionId.random();
    private Path artifact;

    @BeforeEach
    void write() throws IOException {
        artifact = Files.write(folder.resolve("tiny.zip"), TinyOnnx.archive());
    }

    @AfterEach
    void close() {
        inference.close();
    }

    @Test
    void each_text_is_answered_from_its_own_words_whatever_stands_beside_it() {
        inference.load(version, artifact, TinyOnnx.signature(), List.of(texts("good")));

        assertThat(answer("good")).containsExactly(1);
        assertThat(answer("GOOD bad", "ugly", "good ".repeat(40) + "ugly", "nobody knows", "bad"))
                .containsExactly(new float[] {1.5f, 4, 44 / 41f, 10, 2}, within(1e-5f));
    }

    @Test
    void what_shares_a_batch_gets_its_own_answer() throws Exception {
        inference.load(version, artifact, TinyOnnx.signature(), List.of());
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String words = "bad ".repeat(1 + i % 50);
                answers.add(clients.submit(() -> answer("ugly", words)));
            }
            for (Future<float[]> each : answers) {
                assertThat(each.get(30, TimeUnit.SECONDS)).containsExactly(new float[] {4, 2}, within(1e-5f));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void bytes_that_are_no_text_have_an_answer_too() {
        inference.load(version, artifact, TinyOnnx.signature(), List.of());
        Tensor odd = new Tensor("text", Datatype.BYTES, new long[] {1}, java.nio.ByteBuffer.wrap(new byte[] {
            2, 0, 0, 0, (byte) 0xff, (byte) 0xfe
        }));

        assertThat(inference.infer(version, List.of(odd)).get(0).shape()).containsExactly(1, 1);
    }

    @Test
    void a_card_that_names_other_tensors_than_one_of_texts_cannot_be_loaded() {
        Signature numbers = Examples.signature();

        assertThatThrownBy(() -> inference.load(version, artifact, numbers, List.of()))
                .asInstanceOf(type(InferenceFailed.class))
                .returns(Reason.MODEL_FAILED, InferenceFailed::reason);
    }

    @Test
    void numbers_are_no_texts() {
        inference.load(version, artifact, TinyOnnx.signature(), List.of());

        assertThatThrownBy(() -> inference.infer(version, List.of(Tensor.fp32("text", new long[] {1}, new float[1]))))
                .asInstanceOf(type(DomainException.class))
                .returns("TENSOR_DATATYPE", DomainException::code);
    }

    @Test
    void its_first_load_is_in_a_process_of_its_own_and_says_which_engine_ran() {
        FirstLoadReport report =
                new FirstLoad(60_000, 4_096).run(artifact, TinyOnnx.signature(), List.of(texts("good", "bad")));

        assertThat(report.reasons()).isEmpty();
        Device device = report.device();
        assertThat(device).isNotNull();
        assertThat(device.engine()).startsWith("OnnxRuntime 1.");
    }

    private float[] answer(String... texts) {
        return inference.infer(version, List.of(texts(texts))).get(0).floats();
    }

    private static Tensor texts(String... texts) {
        TensorBuilder builder = new TensorBuilder(Datatype.BYTES);
        List.of(texts).forEach(builder::text);
        return builder.build("text", new long[] {texts.length});
    }
}
