package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example models on the real libtorch. */
class InferenceTest {

    private final Inference inference = new Inference(1024, 64, 10_000);
    private final VersionId version = VersionId.random();

    @AfterEach
    void close() {
        inference.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void it_answers_what_python_answers(int number) {
        load(number);

        for (int row = 0; row < Examples.rows(); row++) {
            assertAnswer(number, row, inference.infer(version, List.of(Examples.row(row))));
        }
    }

    @Test
    void what_shares_a_batch_gets_its_own_answer() throws Exception {
        load(2);
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<List<Tensor>>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Tensor row = Examples.row(i % Examples.rows());
                answers.add(clients.submit(() -> inference.infer(version, List.of(row))));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertAnswer(2, i % Examples.rows(), answers.get(i).get(30, TimeUnit.SECONDS));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void a_row_the_model_chokes_on_fails_alone() throws Exception {
        load(3);
        Tensor unseen = withUnseenPurpose(Examples.row(0));
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<List<Tensor>>> bad = new ArrayList<>();
            List<Future<List<Tensor>>> good = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                bad.add(clients.submit(() -> inference.infer(version, List.of(unseen))));
                good.add(clients.submit(() -> inference.infer(version, List.of(Examples.row(1)))));
            }
            for (Future<List<Tensor>> answer : good) {
                assertAnswer(3, 1, answer.get(30, TimeUnit.SECONDS));
            }
            for (Future<List<Tensor>> failure : bad) {
                assertThatThrownBy(() -> failure.get(30, TimeUnit.SECONDS))
                        .cause()
                        .asInstanceOf(type(InferenceFailed.class))
                        .returns(Reason.MODEL_FAILED, InferenceFailed::reason);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void a_version_answers_between_load_and_unload_only() {
        assertFails(Reason.NOT_LOADED, () -> inference.infer(version, List.of(Examples.row(0))));
        load(1);
        assertThat(inference.isReady(version)).isTrue();

        inference.unload(version);

        assertThat(inference.isReady(version)).isFalse();
        assertFails(Reason.NOT_LOADED, () -> inference.infer(version, List.of(Examples.row(0))));
    }

    @Test
    void a_version_that_fails_its_warm_up_is_not_ready() {
        Tensor unseen = withUnseenPurpose(Examples.row(0));

        assertFails(
                Reason.MODEL_FAILED, () -> inference.load(version, Examples.artifact(3), Examples.signature(), unseen));

        assertThat(inference.isReady(version)).isFalse();
    }

    @Test
    void what_is_no_model_cannot_be_loaded(@TempDir Path folder) throws IOException {
        Path artifact = Files.write(folder.resolve("some.pt"), new byte[] {1, 2, 3});

        assertFails(Reason.MODEL_FAILED, () -> inference.load(version, artifact, Examples.signature(), null));

        assertThat(inference.isReady(version)).isFalse();
    }

    @Test
    void inputs_that_are_not_the_signatures_are_told_before_anything_native() {
        load(1);
        Tensor row = Examples.row(0);

        assertRefused("TENSOR_COUNT", List.of());
        assertRefused("TENSOR_COUNT", List.of(row, row));
        assertRefused("TENSOR_NAME", List.of(Tensor.fp32("other", row.shape(), row.data())));
        assertRefused("TENSOR_SHAPE", List.of(Tensor.fp32(row.name(), new long[] {20}, row.data())));
        assertRefused("TENSOR_SHAPE", List.of(Tensor.fp32(row.name(), new long[] {20, 1}, row.data())));
        assertRefused("TENSOR_SHAPE", List.of(Tensor.fp32(row.name(), new long[] {0, 20}, new float[0])));
    }

    private void load(int number) {
        inference.load(version, Examples.artifact(number), Examples.signature(), Examples.row(0));
    }

    /** A code beyond all that the card lists. */
    private static Tensor withUnseenPurpose(Tensor row) {
        List<Column> columns = Examples.card().columns();
        float[] values = row.data().clone();
        for (int i = 0; i < values.length; i++) {
            if (columns.get(i).name().equals("Purpose")) {
                values[i] = columns.get(i).codes().size();
            }
        }
        return Tensor.fp32(row.name(), row.shape(), values);
    }

    private static void assertAnswer(int version, int row, List<Tensor> answer) {
        assertThat(answer).singleElement().satisfies(output -> {
            assertThat(output.name()).isEqualTo("probabilities");
            assertThat(output.shape()).containsExactly(1, 2);
            assertThat(output.data()).containsExactly(Examples.answer(version, row), within(1e-5f));
        });
    }

    private static void assertFails(Reason reason, ThrowingCallable act) {
        assertThatThrownBy(act).asInstanceOf(type(InferenceFailed.class)).returns(reason, InferenceFailed::reason);
    }

    private void assertRefused(String code, List<Tensor> inputs) {
        assertThatThrownBy(() -> inference.infer(version, inputs))
                .asInstanceOf(type(DomainException.class))
                .returns(code, DomainException::code);
    }
}
