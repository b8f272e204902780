package io.imprimatur.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    @Test
    void flat_and_nested_data_are_the_same_tensor() throws IOException {
        Tensor flat = read(tensor("[2,3]", "[1,2,3,4,5,6]")).inputs().get(0);
        Tensor nested = read(tensor("[2,3]", "[[1,2,3],[4,5,6]]")).inputs().get(0);

        assertThat(flat.floats()).containsExactly(1, 2, 3, 4, 5, 6).isEqualTo(nested.floats());
        assertThat(flat.shape()).containsExactly(2, 3).isEqualTo(nested.shape());
        assertThat(flat.name()).isEqualTo("x");
    }

    @Test
    void the_shape_may_follow_the_data() throws IOException {
        InferRequest request = read(
                "{\"inputs\":[{\"data\":[[1],[2]],\"shape\":[2,1],\"datatype\":\"FP32\",\"name\":\"x\"}],\"id\":\"7\"}");

        assertThat(request.inputs().get(0).floats()).containsExactly(1, 2);
        assertThat(request.id()).isEqualTo("7");
    }

    @Test
    void what_the_protocol_may_add_is_passed_over() throws IOException {
        InferRequest request = read("""
                {"new": {"deep": [1, {"deeper": null}]}, "parameters": {"subject": "s-1", "priority": 3},
                 "outputs": [{"name": "probabilities", "parameters": {"binary_data": false}}],
                 "inputs": [{"name": "x", "shape": [1], "datatype": "FP32", "parameters": {"a": 1.5}, "data": [-1.5e2]}]}""");

        assertThat(request.subject()).isEqualTo("s-1");
        assertThat(request.outputs()).containsOnlyKeys("probabilities");
        assertThat(request.inputs().get(0).floats()).containsExactly(-150f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"inputs\"",
                "{\"inputs\":[",
                "{}",
                "{\"inputs\":[]}",
                "{\"inputs\":{}}",
                "{\"inputs\":[7]}",
                "{\"inputs\":[{}]}",
                "{\"id\":7}",
                "{\"parameters\":[]}",
                "{\"parameters\":{\"subject\":7}}",
                "{\"parameters\":{\"subject\":null}}",
                "{\"outputs\":[{}]}",
                "{\"outputs\":[\"y\"]}",
                "{\"id\":\"a\",\"id\":\"b\"}",
                "{\"inputs\":[],\"inputs\":[]}",
                "{\"id\":\"a\\u0000b\"}",
                "{'inputs':[]}",
                "{\"inputs\":[],}",
                "// comment\n{}"
            })
    void what_is_no_request_is_refused(String body) {
        refused(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e39",
                "-1e39",
                "1e400",
                "1e999999999",
                "null",
                "true",
                "\"1\"",
                "{}",
                "[1]",
                "0x10",
                "01",
                "+1",
                ".5",
                "1.",
                "1e"
            })
    void what_is_no_number_of_the_datatype_is_refused(String value) {
        refused(tensor("[2]", "[1," + value + "]"));
    }

    @Test
    void a_number_of_a_thousand_digits_is_refused_without_being_computed() {
        refused(tensor("[1]", "[" + "9".repeat(10_000) + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[3];[1,2]",
                "[2];[1,2,3]",
                "[2,2];[[1,2],[3]]",
                "[2,2];[[1],[2,3]]",
                "[2,2];[[1,2,3,4]]",
                "[4];[[1,2],[3,4]]",
                "[2,2];[[[1,2],[3,4]]]",
                "[2,2];[1,[2,3,4]]",
                "[2,2];[[1,2],3,4]",
                "[-1];[1]",
                "[-1,-1];[1]",
                "[4611686018427387904,4];[]",
                "[9223372036854775807];[1]",
                "[9223372036854775808];[1]",
                "[1.0];[1]",
                "[\"1\"];[1]",
                "[[1]];[1]",
                "{};[1]",
                "[1];7",
                "[2,2];[[],[]]"
            })
    void a_shape_that_is_not_the_datas_is_refused(String shape, String data) {
        refused(tensor(shape, data));
    }

    @Test
    void deep_nesting_ends_in_a_refusal() {
        refused(tensor("[1]", "[".repeat(20_000) + "1" + "]".repeat(20_000)));
        refused("{\"x\":".repeat(20_000));
    }

    @Test
    void text_that_is_not_utf_8_is_refused() {
        byte[] body = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
        assertThatThrownBy(() -> RequestReader.read(new ByteArrayInputStream(body), RequestReader.ALL_JSON, 64))
                .isInstanceOf(DomainException.class);
        byte[] wide = {0, 0, (byte) 0xff, (byte) 0xff, 0, 1, 2, 3};
        assertThatThrownBy(() -> RequestReader.read(new ByteArrayInputStream(wide), RequestReader.ALL_JSON, 64))
                .isInstanceOf(DomainException.class);
    }

    @Test
    void an_unknown_datatype_is_told_as_such() {
        assertThat(refused(tensor("[1]", "[1]").replace("FP32", "FLOAT")).code())
                .isEqualTo("TENSOR_DATATYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void what_is_not_finite_by_name_arrives_for_the_model_card_to_judge(String value) throws IOException {
        Tensor tensor = read(tensor("[2]", "[1," + value + "]")).inputs().get(0);

        assertThat(tensor.isFinite()).isFalse();
        assertThat(tensor.floats()).containsExactly(1, Float.parseFloat(value));
    }

    @Property
    void every_truncation_of_a_request_is_refused(@ForAll @IntRange(max = 78) int length) {
        String whole =
                "{\"id\":\"a\",\"inputs\":[{\"name\":\"x\",\"shape\":[2,1],\"datatype\":\"FP32\",\"data\":[[1],[2]]}]}";

        refused(whole.substring(0, length));
    }

    @Property
    void any_bytes_are_read_or_refused_and_nothing_else(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
        try {
            RequestReader.read(new ByteArrayInputStream(bytes), RequestReader.ALL_JSON, 64);
        } catch (DomainException e) {
            assertThat(e.kind().status()).isEqualTo(400);
        }
    }

    @Property
    void finite_numbers_arrive_as_they_were_sent(@ForAll @Size(min = 1, max = 50) float[] values) throws IOException {
        StringBuilder data = new StringBuilder("[");
        for (float value : values) {
            data.append(data.length() == 1 ? "" : ",").append(Float.isFinite(value) ? value : 0);
        }

        float[] read = read(tensor("[" + values.length + "]", data.append(']').toString()))
                .inputs()
                .get(0)
                .floats();

        for (int i = 0; i < values.length; i++) {
            assertThat(read[i]).isEqualTo(Float.isFinite(values[i]) ? values[i] : 0);
        }
    }

    private static String tensor(String shape, String data) {
        return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":" + shape + ",\"data\":" + data + "}]}";
    }

    private static InferRequest read(String body) throws IOException {
        return RequestReader.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), RequestReader.ALL_JSON, 64);
    }

    private static DomainException refused(String body) {
        DomainException[] told = new DomainException[1];
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(DomainException.class, e -> {
            assertThat(e.kind().status()).isEqualTo(400);
            told[0] = e;
        });
        return told[0];
    }
}
