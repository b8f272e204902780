package io.imprimatur.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several inputs and outputs of every datatype, on the real libtorch. */
class DatatypesTest {

    private final Inference inference = new Inference(1024, 64, 10_000);
    private final VersionId version = VersionId.random();

    @AfterEach
    void close() {
        inference.close();
    }

    @Test
    void every_datatype_of_numbers_goes_in_and_comes_out() {
        load(false);

        List<Tensor> answer = inference.infer(version, Mirror.inputs(2, 3, 1, 2, 3, 4, 5, 6));

        assertMirrored(answer, 2, 3, 3, 2, 1, 6, 5, 4);
        assertThat(answer).last().satisfies(total -> {
            assertThat(total.name()).isEqualTo("total");
            assertThat(total.shape()).containsExactly(2);
            assertThat(total.data().getDouble(0)).isEqualTo(12 * 6 + 2);
            assertThat(total.data().getDouble(8)).isEqualTo(12 * 15 + 1);
        });
    }

    @Test
    void the_ends_of_every_range_arrive_as_they_were_sent() {
        load(false);
        List<Tensor> inputs = new ArrayList<>(Mirror.inputs(1, 2, 0, 1));
        replace(inputs, Datatype.UINT8, new byte[] {(byte) 0xff, 0});
        replace(inputs, Datatype.INT8, new byte[] {-128, 127});
        replace(inputs, Datatype.UINT16, new byte[] {(byte) 0xff, (byte) 0xff, 0, (byte) 0x80});
        replace(inputs, Datatype.INT16, new byte[] {0, (byte) 0x80, (byte) 0xff, 0x7f});
        replace(inputs, Datatype.UINT32, new byte[] {-1, -1, -1, -1, 0, 0, 0, (byte) 0x80});
        replace(inputs, Datatype.UINT64, new byte[] {-1, -1, -1, -1, -1, -1, -1, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0x40});

        List<Tensor> answer = inference.infer(version, inputs);

        assertBytes(answer, Datatype.UINT8, 0, -1);
        assertBytes(answer, Datatype.INT8, 127, -128);
        assertBytes(answer, Datatype.UINT16, 0, -128, -1, -1);
        assertBytes(answer, Datatype.INT16, -1, 127, 0, -128);
        assertBytes(answer, Datatype.UINT32, 0, 0, 0, -128, -1, -1, -1, -1);
        assertBytes(answer, Datatype.UINT64, 0, 0, 0, 0, 0, 0, 0, 64, -1, -1, -1, -1, -1, -1, -1, 127);
    }

    @Test
    void inputs_are_told_apart_by_their_names_and_not_by_their_order() {
        load(false);
        List<Tensor> inputs = new ArrayList<>(Mirror.inputs(1, 2, 7, 9));
        Collections.reverse(inputs);

        assertMirrored(inference.infer(version, inputs), 1, 2, 9, 7);
    }

    @Test
    void what_shares_a_batch_is_of_one_shape_and_one_bad_row_fails_alone() throws Exception {
        load(false);
        ExecutorService clients = Executors.newFixedThreadPool(24);
        try {
            List<Future<List<Tensor>>> narrow = new ArrayList<>();
            List<Future<List<Tensor>>> wide = new ArrayList<>();
            List<Future<List<Tensor>>> bad = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                narrow.add(clients.submit(() -> inference.infer(version, Mirror.inputs(1, 2, 1, 2))));
                wide.add(clients.submit(() -> inference.infer(version, Mirror.inputs(2, 3, 1, 2, 3, 4, 5, 6))));
                bad.add(clients.submit(() -> inference.infer(version, Mirror.inputs(1, 2, 12, 13))));
            }
            for (int i = 0; i < narrow.size(); i++) {
                assertMirrored(narrow.get(i).get(30, TimeUnit.SECONDS), 1, 2, 2, 1);
                assertMirrored(wide.get(i).get(30, TimeUnit.SECONDS), 2, 3, 3, 2, 1, 6, 5, 4);
                Future<List<Tensor>> failing = bad.get(i);
                assertThatThrownBy(() -> failing.get(30, TimeUnit.SECONDS))
                        .cause()
                        .asInstanceOf(type(InferenceFailed.class))
                        .returns(Reason.MODEL_FAILED, InferenceFailed::reason);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void inputs_of_different_numbers_of_rows_are_never_laid_under_anothers() {
        load(false);
        List<Tensor> inputs = new ArrayList<>(Mirror.inputs(2, 1, 1, 2));
        inputs.set(12, Mirror.tensor("fp64", Datatype.FP64, 1, 1, 1));

        assertThatThrownBy(() -> inference.infer(version, inputs)).isInstanceOf(InferenceFailed.class);
        assertMirrored(inference.infer(version, Mirror.inputs(2, 1, 1, 2)), 2, 1, 1, 2);
    }

    @Test
    void what_is_not_finite_reaches_only_a_model_whose_card_takes_it() {
        load(false);
        for (Datatype datatype : List.of(Datatype.FP16, Datatype.BF16, Datatype.FP32, Datatype.FP64)) {
            assertRefused("TENSOR_NOT_FINITE", 400, () -> inference.infer(version, withNaN(datatype)));
        }
        inference.unload(version);
        load(true);

        List<Tensor> answer = inference.infer(version, withNaN(Datatype.FP32));

        assertThat(output(answer, "fp32_mirrored").floats()).containsExactly(1, Float.NaN);
    }

    @Test
    void what_the_engine_cannot_carry_is_told_as_such() {
        load(false);
        List<Tensor> inputs = new ArrayList<>(Mirror.inputs(1, 1, 1));
        replace(inputs, Datatype.UINT64, new byte[] {0, 0, 0, 0, 0, 0, 0, -1});
        assertRefused("TENSOR_VALUE_UNSUPPORTED", 501, () -> inference.infer(version, inputs));

        VersionId texts = VersionId.random();
        TensorSpec text = new TensorSpec("text", Datatype.BYTES, List.of(-1L));
        inference.load(texts, Mirror.artifact(), new Signature(List.of(text), List.of(text), false), List.of());
        TensorBuilder builder = new TensorBuilder(Datatype.BYTES);
        builder.text("hello");
        Tensor hello = builder.build("text", new long[] {1});
        assertRefused("DATATYPE_UNSUPPORTED", 501, () -> inference.infer(texts, List.of(hello)));
    }

    @Test
    void another_datatype_than_the_cards_is_refused_and_one_that_the_model_gives_is_its_failure() {
        load(false);
        List<Tensor> inputs = new ArrayList<>(Mirror.inputs(1, 1, 1));
        inputs.set(11, Mirror.tensor("fp32", Datatype.FP64, 1, 1, 1));
        assertRefused("TENSOR_DATATYPE", 400, () -> inference.infer(version, inputs));

        inference.unload(version);
        List<TensorSpec> outputs = new ArrayList<>(Mirror.signature(false).outputs());
        outputs.set(0, new TensorSpec("bool_mirrored", Datatype.FP32, List.of(-1L, -1L)));
        inference.load(
                version,
                Mirror.artifact(),
                new Signature(Mirror.signature(false).inputs(), outputs, false),
                List.of());
        assertThatThrownBy(() -> inference.infer(version, Mirror.inputs(1, 1, 1)))
                .isInstanceOf(InferenceFailed.class);
    }

    @Test
    void the_sample_of_a_card_names_each_input_and_a_child_process_answers_it() {
        List<Tensor> sample = Samples.of(Mirror.card());
        assertThat(sample).extracting(Tensor::datatype).isEqualTo(Mirror.datatypes());

        FirstLoadReport report = new FirstLoad(60_000, 3_072).run(Mirror.artifact(), Mirror.signature(false), sample);

        assertThat(report.reasons()).isEmpty();
        assertThat(report.loaded()).isTrue();
    }

    private void load(boolean takesNonFinite) {
        inference.load(version, Mirror.artifact(), Mirror.signature(takesNonFinite), Mirror.inputs(1, 2, 1, 2));
    }

    private static List<Tensor> withNaN(Datatype datatype) {
        List<Tensor> inputs = new ArrayList<>(Mirror.inputs(1, 2, 0, 1));
        ByteBuffer data = ByteBuffer.allocate(2 * datatype.size()).order(ByteOrder.LITTLE_ENDIAN);
        switch (datatype) {
            case FP16 -> data.putShort(HalfPrecision.fp16(Float.NaN)).putShort(HalfPrecision.fp16(1f));
            case BF16 -> data.putShort(HalfPrecision.bf16(Float.NaN)).putShort(HalfPrecision.bf16(1f));
            case FP32 -> data.putFloat(Float.NaN).putFloat(1);
            default -> data.putDouble(Double.NEGATIVE_INFINITY).putDouble(1);
        }
        replace(inputs, datatype, data.array());
        return inputs;
    }

    private static void replace(List<Tensor> inputs, Datatype datatype, byte[] bytes) {
        int position = Mirror.datatypes().indexOf(datatype);
        inputs.set(
                position,
                new Tensor(
                        Mirror.in(datatype),
                        datatype,
                        new long[] {1, bytes.length / datatype.size()},
                        ByteBuffer.wrap(bytes)));
    }

    private static void assertMirrored(List<Tensor> answer, long rows, long columns, int... values) {
        for (Datatype datatype : Mirror.datatypes()) {
            Tensor output = output(answer, Mirror.out(datatype));
            assertThat(output.datatype()).isEqualTo(datatype);
            assertThat(output.shape()).containsExactly(rows, columns);
            assertThat(output.data())
                    .as(output.name())
                    .isEqualTo(Mirror.tensor("expected", datatype, rows, columns, values)
                            .data());
        }
    }

    private static void assertBytes(List<Tensor> answer, Datatype datatype, int... bytes) {
        Tensor output = output(answer, Mirror.out(datatype));
        for (int i = 0; i < bytes.length; i++) {
            assertThat(output.data().get(i)).as(datatype + " at " + i).isEqualTo((byte) bytes[i]);
        }
    }

    private static Tensor output(List<Tensor> answer, String name) {
        return answer.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(String code, int status, ThrowingCallable act) {
        assertThatThrownBy(act)
                .asInstanceOf(type(DomainException.class))
                .returns(code, DomainException::code)
                .returns(status, e -> e.kind().status());
    }
}
