package io.imprimatur.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.inference.HalfPrecision;
import io.imprimatur.inference.Tensor;
import io.imprimatur.inference.TensorBuilder;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Datatype;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever is in a tensor comes out of a request as it went in, as JSON and as bytes, of every datatype. */
class RoundTripTest {

    @Property
    void values_written_as_json_are_read_as_they_were(@ForAll("tensors") Tensor tensor) throws IOException {
        String body = "{\"inputs\":[{\"name\":\"x\",\"shape\":" + Arrays.toString(tensor.shape()) + ",\"datatype\":\""
                + tensor.datatype() + "\",\"data\":" + TensorValues.text(tensor) + "}]}";

        assertSame(read(body.getBytes(StandardCharsets.UTF_8), RequestReader.ALL_JSON), tensor);
    }

    @Property
    void data_may_stand_before_what_it_is(@ForAll("tensors") Tensor tensor) throws IOException {
        String body = "{\"inputs\":[{\"data\":" + TensorValues.text(tensor) + ",\"shape\":"
                + Arrays.toString(tensor.shape()) + ",\"name\":\"x\",\"datatype\":\"" + tensor.datatype() + "\"}]}";

        assertSame(read(body.getBytes(StandardCharsets.UTF_8), RequestReader.ALL_JSON), tensor);
    }

    @Property
    void bytes_behind_the_json_are_read_as_they_were(@ForAll("tensors") Tensor first, @ForAll("tensors") Tensor second)
            throws IOException {
        byte[] head =
                ("{\"inputs\":[" + head("x", first) + "," + head("y", second) + "]}").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head);
        body.write(bytes(first));
        body.write(bytes(second));

        List<Tensor> read = read(body.toByteArray(), head.length).inputs();

        assertSame(read.get(0), first);
        assertSame(read.get(1), second);
    }

    @Property
    void bytes_that_end_early_or_go_on_are_refused(@ForAll("tensors") Tensor tensor, @ForAll boolean longer)
            throws IOException {
        byte[] head = ("{\"inputs\":[" + head("x", tensor) + "]}").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + bytes(tensor).length);
        System.arraycopy(bytes(tensor), 0, whole, head.length, whole.length - head.length);
        byte[] body = Arrays.copyOf(whole, longer ? whole.length + 1 : whole.length - 1);

        refused(body, head.length);
    }

    @Property
    void any_bytes_under_any_length_are_read_or_refused_and_nothing_else(
            @ForAll @Size(max = 120) byte[] bytes, @ForAll("lengths") int length) throws IOException {
        byte[] head =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":9}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, body, head.length, bytes.length);
        try {
            read(body, length);
        } catch (DomainException e) {
            assertThat(e.kind().status()).isEqualTo(400);
        }
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(1, 300).edgeCases(cases -> cases.add(93));
    }

    /** Bits of any kind; as reals only those that are numbers, as JSON has no others. */
    @Provide
    Arbitrary<Tensor> tensors() {
        Arbitrary<Datatype> datatypes = Arbitraries.of(Datatype.class);
        Arbitrary<List<Long>> bits = Arbitraries.longs().list().ofMinSize(1).ofMaxSize(12);
        return Combinators.combine(datatypes, bits).as(RoundTripTest::tensor);
    }

    private static Tensor tensor(Datatype datatype, List<Long> bits) {
        long[] shape = {1, bits.size()};
        if (datatype == Datatype.BYTES) {
            TensorBuilder builder = new TensorBuilder(datatype);
            bits.forEach(text -> builder.text(text % 3 == 0 ? "" : "ä\"\\" + Long.toString(text, 36)));
            return builder.build("x", shape);
        }
        ByteBuffer data = ByteBuffer.allocate(bits.size() * datatype.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (long bit : bits) {
            switch (datatype) {
                case BOOL -> data.put((byte) (bit & 1));
                case INT8, UINT8 -> data.put((byte) bit);
                case INT16, UINT16 -> data.putShort((short) bit);
                case INT32, UINT32 -> data.putInt((int) bit);
                case FP16 -> data.putShort(Float.isFinite(HalfPrecision.fp16((short) bit)) ? (short) bit : 0);
                case BF16 -> data.putShort(Float.isFinite(HalfPrecision.bf16((short) bit)) ? (short) bit : 0);
                case FP32 -> data.putInt(Float.isFinite(Float.intBitsToFloat((int) bit)) ? (int) bit : 0);
                case FP64 -> data.putLong(Double.isFinite(Double.longBitsToDouble(bit)) ? bit : 0);
                default -> data.putLong(bit);
            }
        }
        return new Tensor("x", datatype, shape, data.flip());
    }

    private static String head(String name, Tensor tensor) {
        return "{\"name\":\"" + name + "\",\"shape\":" + Arrays.toString(tensor.shape()) + ",\"datatype\":\""
                + tensor.datatype() + "\",\"parameters\":{\"binary_data_size\":" + bytes(tensor).length + "}}";
    }

    private static byte[] bytes(Tensor tensor) {
        byte[] bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return bytes;
    }

    private static void assertSame(InferRequest request, Tensor tensor) {
        assertSame(request.inputs().get(0), tensor);
    }

    private static void assertSame(Tensor read, Tensor tensor) {
        assertThat(read.datatype()).isEqualTo(tensor.datatype());
        assertThat(read.shape()).isEqualTo(tensor.shape());
        assertThat(bytes(read)).isEqualTo(bytes(tensor));
        assertThat(read.data().isDirect()).isTrue();
    }

    private static InferRequest read(byte[] body, int jsonLength) throws IOException {
        return RequestReader.read(new ByteArrayInputStream(body), jsonLength, 64);
    }

    private static void refused(byte[] body, int jsonLength) throws IOException {
        try {
            read(body, jsonLength);
        } catch (DomainException e) {
            assertThat(e.kind().status()).isEqualTo(400);
            return;
        }
        throw new AssertionError("not refused");
    }
}
