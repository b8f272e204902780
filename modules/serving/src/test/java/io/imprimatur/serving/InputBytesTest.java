package io.imprimatur.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.inference.Tensor;
import io.imprimatur.registry.Datatype;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputBytesTest {

    @Test
    void what_is_kept_is_a_request_of_the_binary_tensor_extension() throws IOException {
        byte[] text = "free text".getBytes(StandardCharsets.UTF_8);
        ByteBuffer texts = ByteBuffer.allocate(Integer.BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length)
                .put(text)
                .flip();
        List<Tensor> inputs = List.of(
                Tensor.fp32("features", new long[] {2, 2}, new float[] {1, 2.5f, -3, 0}),
                new Tensor("note", Datatype.BYTES, new long[] {1}, texts));

        byte[] kept = InputBytes.of(inputs);

        List<Tensor> read = RequestReader.read(
                        new ByteArrayInputStream(kept, Integer.BYTES, kept.length - Integer.BYTES),
                        InputBytes.jsonLength(kept),
                        64)
                .inputs();
        assertThat(read).hasSize(2);
        assertThat(read.get(0).name()).isEqualTo("features");
        assertThat(read.get(0).shape()).containsExactly(2, 2);
        assertThat(read.get(0).floats()).containsExactly(1, 2.5f, -3, 0);
        assertThat(read.get(1).texts()).containsExactly(text);
        assertThat(inputs.get(0).data().remaining()).as("nothing was consumed").isEqualTo(16);
    }
}
