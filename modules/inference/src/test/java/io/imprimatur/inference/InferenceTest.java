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
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    void beyond_its_queue_a_version_refuses_at_once_and_answers_all_that_it_took() throws Exception {
        int queue = 2;
        int requests = 40;
        Inference narrow = new Inference(queue, 1, 60_000);
        narrow.load(version, Examples.artifact(2), Examples.signature(), List.of(Examples.row(0)));
        ExecutorService clients = Executors.newFixedThreadPool(requests);
        CountDownLatch all = new CountDownLatch(requests);
        try {
            List<Future<List<Tensor>>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                Tensor many = repeated(Examples.row(i % Examples.rows()), 50_000);
                answers.add(clients.submit(() -> {
                    all.countDown();
                    all.await();
                    return narrow.infer(version, List.of(many));
                }));
            }
            int answered = 0;
            for (int i = 0; i < requests; i++) {
                try {
                    Tensor output = answers.get(i).get(60, TimeUnit.SECONDS).get(0);
                    assertThat(output.shape()).containsExactly(50_000, 2);
                    assertThat(Arrays.copyOf(output.floats(), 2))
                            .containsExactly(Examples.answer(2, i % Examples.rows()), within(1e-5f));
                    answered++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .asInstanceOf(type(InferenceFailed.class))
                            .returns(Reason.QUEUE_FULL, InferenceFailed::reason);
                }
            }
            assertThat(answered).isBetween(queue, requests - 1);
            assertAnswer(2, 0, narrow.infer(version, List.of(Examples.row(0))));
        } finally {
            clients.shutdownNow();
            narrow.close();
        }
    }

    @Test
    void under_overload_most_are_told_at_once_and_those_let_in_are_answered_in_time() throws Exception {
        int clients = 60;
        Tensor many = repeated(Examples.row(0), 20_000);
        load(2);
        long[] calls = new long[21];
        for (int i = 0; i < calls.length; i++) {
            long start = System.nanoTime();
            inference.infer(version, List.of(many));
            calls[i] = System.nanoTime() - start;
        }
        Arrays.sort(calls);
        long call = calls[calls.length / 2];
        // Time for twenty calls, and three times as many who ask.
        Inference busy = new Inference(1_024, 1, Math.max(20, TimeUnit.NANOSECONDS.toMillis(20 * call)));
        busy.load(version, Examples.artifact(2), Examples.signature(), List.of());
        for (int learnt = 0; learnt < calls.length; ) {
            try {
                busy.infer(version, List.of(many));
                learnt++;
            } catch (InferenceFailed e) {
                // One slow moment of the machine; its pace is what is learnt here.
                assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT);
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        Queue<Long> refusals = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + Math.max(TimeUnit.SECONDS.toNanos(2), 200 * call);
        try {
            for (int i = 0; i < clients; i++) {
                threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        try {
                            busy.infer(version, List.of(many));
                            answered.incrementAndGet();
                        } catch (InferenceFailed e) {
                            if (e.reason() == Reason.QUEUE_FULL) {
                                refusals.add(System.nanoTime() - start);
                                LockSupport.parkNanos(5_000_000);
                            } else {
                                late.incrementAndGet();
                            }
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
            busy.close();
        }

        assertThat(answered.get()).isGreaterThan(20);
        assertThat(late.get()).isLessThanOrEqualTo(answered.get() / 2);
        long[] nanos = refusals.stream().mapToLong(Long::longValue).sorted().toArray();
        assertThat(nanos).hasSizeGreaterThan(answered.get());
        assertThat(nanos[nanos.length / 2]).isLessThan(TimeUnit.MILLISECONDS.toNanos(5));
    }

    @Test
    void whoever_arrives_while_a_version_unloads_is_answered_or_told_so_at_once() throws Exception {
        int clients = 8;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (int round = 0; round < 25; round++) {
                load(1);
                CountDownLatch arriving = new CountDownLatch(clients);
                List<Future<Reason>> ends = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    ends.add(threads.submit(() -> untilRefused(arriving)));
                }
                assertThat(arriving.await(30, TimeUnit.SECONDS)).isTrue();

                inference.unload(version);

                for (Future<Reason> end : ends) {
                    assertThat(end.get(30, TimeUnit.SECONDS)).isIn(Reason.UNLOADED, Reason.NOT_LOADED);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Asks again and again; every answer is the right one until the version says why there is none. */
    private Reason untilRefused(CountDownLatch arriving) {
        while (true) {
            try {
                assertAnswer(1, 0, inference.infer(version, List.of(Examples.row(0))));
                arriving.countDown();
            } catch (InferenceFailed e) {
                return e.reason();
            }
        }
    }

    @Test
    void a_version_that_fails_its_warm_up_is_not_ready() {
        Tensor unseen = withUnseenPurpose(Examples.row(0));

        assertFails(
                Reason.MODEL_FAILED,
                () -> inference.load(version, Examples.artifact(3), Examples.signature(), List.of(unseen)));

        assertThat(inference.isReady(version)).isFalse();
    }

    @Test
    void what_is_no_model_cannot_be_loaded(@TempDir Path folder) throws IOException {
        Path artifact = Files.write(folder.resolve("some.pt"), new byte[] {1, 2, 3});

        assertFails(Reason.MODEL_FAILED, () -> inference.load(version, artifact, Examples.signature(), List.of()));

        assertThat(inference.isReady(version)).isFalse();
    }

    @Test
    void inputs_that_are_not_the_signatures_are_told_before_anything_native() {
        load(1);
        Tensor row = Examples.row(0);

        assertRefused("TENSOR_COUNT", List.of());
        assertRefused("TENSOR_COUNT", List.of(row, row));
        assertRefused("TENSOR_NAME", List.of(Tensor.fp32("other", row.shape(), row.floats())));
        assertRefused("TENSOR_SHAPE", List.of(Tensor.fp32(row.name(), new long[] {20}, row.floats())));
        assertRefused("TENSOR_SHAPE", List.of(Tensor.fp32(row.name(), new long[] {20, 1}, row.floats())));
        assertRefused("TENSOR_SHAPE", List.of(Tensor.fp32(row.name(), new long[] {0, 20}, new float[0])));
    }

    private void load(int number) {
        inference.load(version, Examples.artifact(number), Examples.signature(), List.of(Examples.row(0)));
    }

    private static Tensor repeated(Tensor row, int times) {
        float[] one = row.floats();
        int width = one.length;
        float[] values = new float[width * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(one, 0, values, i * width, width);
        }
        return Tensor.fp32(row.name(), new long[] {times, width}, values);
    }

    /** A code beyond all that the card lists. */
    private static Tensor withUnseenPurpose(Tensor row) {
        List<Column> columns = Examples.card().columns();
        float[] values = row.floats();
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
            assertThat(output.floats()).containsExactly(Examples.answer(version, row), within(1e-5f));
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
